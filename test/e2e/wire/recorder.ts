import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Emulator } from '../support/emulators.ts';
import { operationOf, packageOf, type WireRequest } from './operation.ts';

export type EmulatorName = 'moto' | 'MiniStack';
export type Emulators = Readonly<Record<EmulatorName, Emulator>>;

/** A call that an emulator has answered. */
export interface WireCall {
  /** The SDK's package and the operation, such as `client-sns Publish`. */
  readonly name: string;
  readonly emulator: EmulatorName;
  readonly status: number;
}

/** What happens to the next call of a name: code runs before it is passed on, or its answer is lost. */
export type Incident = (() => Promise<unknown>) | 'the answer is lost';

/** An endpoint in front of the emulators that knows what went through. */
export interface Recorder {
  readonly url: string;
  readonly calls: () => readonly WireCall[];
  /** Sends the calls of these packages to this emulator from now on. */
  readonly route: (emulator: EmulatorName, ...packages: readonly string[]) => void;
  /** Does something to the next call of this name, once. */
  readonly next: (name: string, incident: Incident) => void;
  readonly stop: () => Promise<void>;
}

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const passOn = async (
  port: number,
  { method, path, headers }: WireRequest,
  body: Buffer,
): Promise<IncomingMessage> => {
  const passed = request({ host: '127.0.0.1', port, method, path, headers });
  passed.end(body);
  const [answered] = (await once(passed, 'response')) as [IncomingMessage];
  return answered;
};

/** Serves on a free port until it is stopped. */
const serve = async (handle: (asked: IncomingMessage, answer: ServerResponse) => Promise<void>) => {
  const server = createServer((incoming, answer) => {
    handle(incoming, answer).catch((error) => answer.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export const startRecorder = async (emulators: Emulators): Promise<Recorder> => {
  const routes = new Map<string, EmulatorName>();
  const incidents = new Map<string, Incident>();
  const calls: WireCall[] = [];
  const server = await serve(async (incoming, answer) => {
    const { method = '', url: path = '', headers } = incoming;
    const body = await bodyOf(incoming);
    const asked: WireRequest = { method, path, headers, body: body.toString() };
    const name = `${packageOf(asked)} ${await operationOf(asked)}`;
    const emulator = routes.get(packageOf(asked));
    if (!emulator) throw new Error(`No emulator is chosen for ${name}`);
    const incident = incidents.get(name);
    incidents.delete(name);
    if (typeof incident === 'function') await incident();
    const answered = await passOn(emulators[emulator].port, asked, body);
    const status = answered.statusCode ?? 500;
    calls.push({ name, emulator, status });
    if (incident === 'the answer is lost') answer.destroy();
    else answered.pipe(answer.writeHead(status, answered.headers));
  });
  return {
    ...server,
    calls: () => calls,
    route: (emulator, ...packages) => {
      for (const each of packages) routes.set(each, emulator);
    },
    next: (name, incident) => void incidents.set(name, incident),
  };
};
