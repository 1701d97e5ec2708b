/** A request to a server that is not AWS. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The longest that it may take, its answer included. */
  readonly timeoutMilliseconds: number;
  /** The longest answer that is read. */
  readonly mostBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** undefined when it is longer than may be read. */
  readonly body: string | undefined;
}

/** Posts and reads the answer. A redirect is an answer too: it is not followed. */
export type Post = (request: HttpRequest) => Promise<HttpAnswer>;

const readAtMost = async (
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the transfer.
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** What functions use unless a rehearsal replaces it. */
export const overNetwork: Post = async ({ url, headers, body, timeoutMilliseconds, mostBytes }) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  const text = answer.body === null ? '' : await readAtMost(answer.body, mostBytes);
  return { status: answer.status, body: text };
};

let current: Post = overNetwork;

/** Replaces the network for this process: the sandbox does so once, before the first rehearsal. */
export const useHttp = (post: Post): void => {
  current = post;
};

export const post: Post = (request) => current(request);
