import { after, now } from './runtime.ts';

/**
 * Makes a call of something that has one limit of time for all its calls: their attempts, pages and
 * pauses together. What is late is rejected with the name `TimeoutError` and aborted.
 */
export type InTime = <Answer>(
  call: (abortSignal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>;

const tooLate = (): Error =>
  new DOMException('no answer in the time that was left for it', 'TimeoutError');

/**
 * A limit of time that begins now. A call is not waited for beyond it even if it does not heed its
 * signal: the SDK's pause before another attempt does not.
 */
export const within = (milliseconds: number): InTime => {
  const until = now() + milliseconds;
  return async (call) => {
    const left = until - now();
    if (left <= 0) throw tooLate();
    const controller = new AbortController();
    const late = Promise.withResolvers<never>();
    const cancel = after(left, () => {
      late.reject(tooLate());
      controller.abort();
    });
    try {
      return await Promise.race([call(controller.signal), late.promise]);
    } finally {
      cancel();
    }
  };
};
