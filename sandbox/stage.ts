import type { MessageKind } from '../functions/runs/domain/run.ts';
import type { Stack } from './account/stack.ts';
import type { Notification } from './rehearsal.ts';
import type { Cast, Stage } from './scenarios/scenario.ts';

interface Part {
  readonly matches: string;
  readonly nth: number;
  readonly play: (message?: Notification) => void;
}

/** Counts how often something was seen and plays the parts that wait for this time. */
const createCues = () => {
  const parts: Part[] = [];
  const seen = new Map<string, number>();
  return {
    add: (part: Part) => void parts.push(part),
    give: (matches: string, message?: Notification): void => {
      const nth = (seen.get(matches) ?? 0) + 1;
      seen.set(matches, nth);
      for (const part of parts)
        if (part.matches === matches && part.nth === nth) part.play(message);
    },
  };
};

/** What a person would copy from a message: the function to invoke and its input, if it prints one. */
const commandIn = (message: Notification, to: string) => {
  const lines = message.message.split('\n');
  const heading = lines.findIndex((line) => line.startsWith(`To ${to}`));
  const command = heading === -1 ? '' : (lines[heading + 1]?.trim() ?? '');
  const [, name, input] = /^npx serverless invoke -f ([a-z-]+) --data '(.*)'$/.exec(command) ?? [];
  if (name === undefined || input === undefined) return undefined;
  return { name, input: JSON.parse(input) as Record<string, unknown> };
};

export interface StageOptions {
  readonly stack: Stack;
  readonly cast: Cast;
  readonly runId: () => string;
  readonly executionArn: () => string;
  readonly note: (what: string) => void;
}

/** The stage of a rehearsal, and the cues that it is to be given. */
export interface SetStage extends Stage {
  readonly cueMessage: (message: Notification) => void;
  readonly cueState: (name: string) => void;
}

const tellRefusal = (outcome: object, name: string, note: (what: string) => void): void => {
  if (!('error' in outcome)) return;
  const { errorMessage } = JSON.parse(String((outcome as { cause?: string }).cause ?? '{}')) as {
    errorMessage?: string;
  };
  note(`${name} answers: ${errorMessage ?? String(outcome.error)}`);
};

/** Sets the stage on which a scenario plays its parts. */
export const setStage = ({ stack, cast, runId, executionArn, note }: StageOptions): SetStage => {
  const { account, world } = stack;
  const { clock } = account;
  const cues = createCues();
  const playing = (what: string, play: () => void) => () => {
    if (what !== '') note(what);
    play();
  };
  const invoke: Stage['invoke'] = (name, input) => {
    void account.functions.invoke(name, input).then((outcome) => tellRefusal(outcome, name, note));
  };
  return {
    cast,
    world,
    runId,
    invoke,
    at: (seconds, what, play) =>
      void clock.at(account.startedAt + seconds * 1000, playing(what, play)),
    on: (kind: MessageKind, { afterSeconds, nth = 1 }, what, play) =>
      cues.add({
        matches: `message ${kind}`,
        nth,
        play: (message) =>
          void clock.after(
            afterSeconds * 1000,
            playing(what, () => message && play(message)),
          ),
      }),
    onState: (name, nth, what, play) =>
      cues.add({ matches: `state ${name}`, nth, play: playing(what, play) }),
    deploy: ({ revision, requestId }) =>
      void account.bus.publish({
        source: 'evenkeel',
        'detail-type': 'Deploy Requested',
        detail: {
          service: cast.service,
          revision,
          requestId,
          who: 'ci',
          why: `deploy of ${revision.split('/').at(-1)}`,
        },
      }),
    answer: (message, to) => {
      const command = commandIn(message, to);
      if (!command) note(`the message "${message.subject}" prints no command to ${to}`);
      else invoke(command.name, { ...command.input, who: 'alice', why: 'seen in the rehearsal' });
    },
    stopExecution: () =>
      void account.callAs('operator', 'SFN', 'StopExecution', {
        executionArn: executionArn(),
        error: 'Stopped',
        cause: 'stopped in the console',
      }),
    publishVersion: (name, handler) => void account.functions.publishVersion(name, handler),
    cueMessage: (message) => cues.give(`message ${message.kind}`, message),
    cueState: (name) => cues.give(`state ${name}`),
  };
};
