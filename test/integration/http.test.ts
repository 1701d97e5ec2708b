import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { overNetwork } from '../../functions/platform/http.ts';
import { listening, stopped } from '../../sandbox/live/sample-service.ts';

let servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.map(stopped));
  servers = [];
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  return `http://127.0.0.1:${await listening(server)}`;
};

const ask = (url: string) =>
  overNetwork({
    url,
    headers: { authorization: 'Bearer canary-token', 'content-type': 'text/plain' },
    body: 'query=up',
    timeoutMilliseconds: 500,
    mostBytes: 1_000,
  });

describe('a request to a server', () => {
  it('posts its body with its headers', async () => {
    const url = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body) => {
        response.end(`${request.method} ${request.headers.authorization} ${body}`);
      });
    });

    expect(await ask(url)).toEqual({ status: 200, body: 'POST Bearer canary-token query=up' });
  });

  it('does not follow a redirect, so that no other server sees its credentials', async () => {
    let seen = 0;
    const other = await serve((_, response) => {
      seen += 1;
      response.end();
    });
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end());

    const { status } = await ask(url);

    expect([status, seen]).toEqual([307, 0]);
  });

  it.each<[string, RequestListener]>([
    ['does not answer', () => {}],
    ['does not end its answer', (_, response) => void response.write('{')],
  ])('gives up in its own time when the server %s', async (_, listener) => {
    const url = await serve(listener);

    await expect(ask(url)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('stops to read where an answer is too long', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(5_000_000)));

    expect(await ask(url)).toEqual({ status: 200, body: undefined });
  });
});
