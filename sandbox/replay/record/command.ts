import { Readable } from 'node:stream';
import type { Plan } from '../../../functions/rollout/domain/plan.ts';
import type { Role } from '../../../functions/telemetry/domain/reading.ts';
import { counted } from '../../report/words.ts';
import type { Surroundings } from '../command.ts';
import { endOf, startOf } from '../order.ts';
import type { Sample } from '../sample.ts';
import { type Source, spooled } from '../source.ts';
import { joined } from '../words.ts';
import { iso } from './range.ts';
import { recordFrom } from './recording.ts';
import type { RecordingRequest } from './request.ts';
import { tokenName } from './subject.ts';
import { recordingText, refuseExisting, writeRecording } from './write.ts';

const sideText = (samples: readonly Sample[], role: Role): string => {
  const sides = samples.flatMap((sample) => sample[role] ?? []);
  const sum = (of: 'requests' | 'errors') => sides.reduce((all, side) => all + side[of], 0);
  const unknown = samples.length - sides.length;
  const missing = unknown === 0 ? '' : `, no data in ${counted(unknown, 'bucket')}`;
  return `${role} ${counted(sum('requests'), 'request')} and ${counted(sum('errors'), 'error')}${missing}`;
};

const summaryOf = (samples: readonly Sample[], { file, weight }: RecordingRequest): string => {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('no bucket was recorded');
  const weights = samples
    .map((sample) => sample.weight)
    .filter((each, index, all) => each !== all[index - 1]);
  const into = file === undefined || file === '-' ? '' : ` into ${file}`;
  return [
    `recorded ${counted(samples.length, 'bucket')} of ${first.seconds} s from ${iso(startOf(first))} to ${iso(endOf(last))}${into}`,
    sideText(samples, 'stable'),
    sideText(samples, 'canary'),
    `weight ${joined(weights.map((each) => `${each} %`))}, ${weight === undefined ? 'measured' : 'stated'}`,
  ].join('; ');
};

/**
 * Records, and writes it where that is asked for.
 *
 * @returns how what was recorded is opened where it is judged at once.
 * @throws InvalidInputError, or UnreadableError for a server that gives no recording.
 */
export const recorded = async (
  request: RecordingRequest,
  plan: Plan,
  { output, errors, environment }: Surroundings,
): Promise<((file: string) => Promise<Source>) | undefined> => {
  const { file } = request;
  if (file !== undefined) refuseExisting(file);
  const { samples, notes } = await recordFrom(request, plan, environment[tokenName]);
  if (file === '-') output.write(recordingText(samples));
  else if (file !== undefined) writeRecording(file, samples);
  const told = file === undefined || file === '-' ? errors : output;
  told.write(`${summaryOf(samples, request)}\n`);
  for (const note of notes) errors.write(`note: ${note}\n`);
  return file === undefined
    ? (name) => spooled(name, Readable.from([recordingText(samples)]))
    : undefined;
};
