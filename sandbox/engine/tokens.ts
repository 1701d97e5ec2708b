import type { Random } from '../random.ts';

/** What a task that waits for a token can be told. */
export interface Answers {
  succeed(output: unknown): void;
  fail(error: string, cause: string): void;
  heartbeat(): void;
}

/** `closed`: the task was answered, timed out, or ended with its execution. */
export type TokenState = 'open' | 'closed' | 'unknown';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What every token of this engine looks like; anything else is not a token at all. */
export const tokenPattern = /^AQCEAAAAKgAAAAM[A-Za-z0-9+/]{45}$/;

/** The task tokens of one execution. */
export class Tokens {
  readonly #random: Random;
  readonly #open = new Map<string, Answers>();
  readonly #issued = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  issue(): string {
    let token = 'AQCEAAAAKgAAAAM';
    for (let letter = 0; letter < 45; letter++)
      token += alphabet.charAt(Math.floor(this.#random.next() * alphabet.length));
    this.#issued.add(token);
    return token;
  }

  open(token: string, answers: Answers): () => void {
    this.#open.set(token, answers);
    return () => this.#open.delete(token);
  }

  /** Tells the waiting task something, if it still waits. */
  tell(token: string, message: (answers: Answers) => void): TokenState {
    const answers = this.#open.get(token);
    if (answers === undefined) return this.#issued.has(token) ? 'closed' : 'unknown';
    message(answers);
    return 'open';
  }
}
