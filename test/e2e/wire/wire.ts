import { afterAll, beforeAll } from 'vitest';
import { type Emulator, startMinistack, startMoto } from '../support/emulators.ts';
import { type EmulatorName, type Recorder, startRecorder } from './recorder.ts';

/** Both emulators, and between them and our code an endpoint that knows what went through. */
export interface Wire extends Pick<Recorder, 'calls' | 'route' | 'next'> {
  readonly emulator: (name: EmulatorName) => Emulator;
}

const startAll = async () => {
  const [moto, MiniStack] = await Promise.all([
    startMoto(),
    startMinistack({ env: { CLOUDTRAIL_RECORDING: '1' } }),
  ]);
  const emulators = { moto, MiniStack };
  const recorder = await startRecorder(emulators);
  return { emulators, recorder };
};

/** Starts them before the tests of this file and stops them afterwards. */
export const aWire = (): Wire => {
  let started: Awaited<ReturnType<typeof startAll>> | undefined;
  const need = () => {
    if (started) return started;
    throw new Error('The emulators are not started yet: ask for them in a test or a hook');
  };
  beforeAll(async () => {
    started = await startAll();
    process.env.AWS_ENDPOINT_URL = started.recorder.url;
  });
  afterAll(async () => {
    if (!started) return;
    await started.recorder.stop();
    await Promise.all(Object.values(started.emulators).map(({ stop }) => stop()));
  });
  return {
    emulator: (name) => need().emulators[name],
    calls: () => need().recorder.calls(),
    next: (name, incident) => need().recorder.next(name, incident),
    route: (emulator, ...packages) => need().recorder.route(emulator, ...packages),
  };
};
