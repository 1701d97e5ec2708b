import type { Play } from '../support/engine/a-case.ts';
import type { Mock } from './requests.ts';

export const success = (result: unknown): Mock => ({ mock: { result: JSON.stringify(result) } });

export const failure = (error: string, cause?: string): Mock => ({
  mock: { errorOutput: { error, cause } },
});

const timedOut = failure('States.Timeout');

const told = ({ tells = [] }: Play): Mock => {
  for (const telling of tells) {
    if ('succeeds' in telling) return success(telling.succeeds);
    if ('fails' in telling) return failure(telling.fails, telling.cause);
  }
  return timedOut;
};

const thrown = (errorType: string): Mock => {
  const errorMessage = `${errorType} happened`;
  return failure(errorType, JSON.stringify({ errorType, errorMessage, trace: [] }));
};

/** A play as the one result that TestState lets one mock: how long anything takes is not part of it. */
export const mockOfPlay = (play: Play, hasToken: boolean): Mock => {
  if (play.throws !== undefined) return thrown(play.throws);
  if (hasToken) return told(play);
  if (play.isKilled) return timedOut;
  const { answers: Payload = null } = play;
  return success({ ExecutedVersion: '$LATEST', Payload, StatusCode: 200 });
};
