import type { Play, Script, Telling } from './a-case.ts';

/** How an invocation ended, as Step Functions sees it. */
export type Answer =
  | { readonly payload: unknown }
  | { readonly error: string; readonly cause: string };

export interface Invocation {
  /** Seconds since the script began. */
  readonly at: number;
  readonly functionName: string;
  readonly payload: unknown;
}

/** What a script needs of the world it is played in. */
export interface Stage {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly tell: (token: string, telling: Telling) => unknown;
}

const thrown = (errorType: string): Answer => ({
  error: errorType,
  cause: JSON.stringify({ errorType, errorMessage: `${errorType} happened`, trace: [] }),
});

const tokenIn = (payload: unknown): string => String(Object(payload).token);

/** Plays the functions of a script: the same wherever the machine runs. */
export const playScript = (script: Script, stage: Stage) => {
  const beginning = stage.now();
  const invocations: Invocation[] = [];
  const tellLater = async (token: string, telling: Telling): Promise<void> => {
    await stage.sleep(telling.after * 1_000);
    try {
      await stage.tell(token, telling);
    } catch {
      // Too late, as it happens to people; what comes of it is seen in the outcome.
    }
  };
  const nextPlay = (functionName: string): Play => {
    const count = invocations.filter((each) => each.functionName === functionName).length;
    const plays = script[functionName] ?? [];
    return plays[count] ?? plays.at(-1) ?? {};
  };
  const invoke = async (functionName: string, payload: unknown): Promise<Answer> => {
    const play = nextPlay(functionName);
    invocations.push({ at: (stage.now() - beginning) / 1_000, functionName, payload });
    for (const telling of play.tells ?? []) void tellLater(tokenIn(payload), telling);
    if (play.isKilled) return new Promise(() => {});
    if (play.takes !== undefined) await stage.sleep(play.takes * 1_000);
    return play.throws === undefined ? { payload: play.answers ?? null } : thrown(play.throws);
  };
  return { invoke, invocations };
};
