import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request of a deployed function, as it was on the wire. */
export interface Call {
  readonly service: string;
  readonly action: string;
  /** Whether a policy forbade it. */
  readonly denied: boolean;
}

/** An endpoint in front of an emulator that writes down every call. */
export interface Recorder {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Where calls go: those of the services named `elsewhere` to another emulator. */
  readonly sendTo: (url: string, elsewhere?: Readonly<Record<string, string>>) => void;
  /** Whether the calls pass for encrypted ones; they do unless told otherwise. */
  readonly pretend: (to: { readonly encrypted: boolean }) => void;
  readonly stop: () => Promise<void>;
}

/** Lambda's API names its actions by path and method. */
const lambdaActions: readonly (readonly [RegExp, string])[] = [
  [/^GET .*\/aliases\/[^/]+$/, 'GetAlias'],
  [/^PUT .*\/aliases\/[^/]+$/, 'UpdateAlias'],
  [/^GET .*\/configuration$/, 'GetFunctionConfiguration'],
  [/^GET .*\/provisioned-concurrency$/, 'GetProvisionedConcurrencyConfig'],
  [/^GET .*\/tags\//, 'ListTags'],
];

const actionOf = ({ method, url = '', headers }: IncomingMessage, body: string): string => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  const named = new URLSearchParams(body).get('Action');
  if (named !== null) return named;
  const asked = `${method} ${url.split('?', 1)[0]}`;
  return lambdaActions.find(([pattern]) => pattern.test(asked))?.[1] ?? asked;
};

const serviceOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Passes a request on as a load balancer does that ends TLS, or speaks none. */
const passOn = (to: string, protocol: string, from: IncomingMessage, body: Buffer) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const { method, headers, url = '/' } = from;
    const options = { method, headers: { ...headers, 'x-forwarded-proto': protocol } };
    request(new URL(url, to), options, resolve).once('error', reject).end(body);
  });

export const startRecorder = async (): Promise<Recorder> => {
  const calls: Call[] = [];
  let protocol = 'https';
  let to = (_service: string): string => '';
  const server = createServer(async (from, answer) => {
    const body = await bodyOf(from);
    const [service, action] = [serviceOf(from), actionOf(from, body.toString())];
    try {
      const got = await passOn(to(service), protocol, from, body);
      const answered = await bodyOf(got);
      const { statusCode = 502, headers } = got;
      const denied = statusCode >= 400 && /AccessDenied|AuthorizationError/.test(`${answered}`);
      calls.push({ service, action, denied });
      // The SDK would set its clock by the date, and the functions have a clock of their own.
      const { date: _date, ...rest } = headers;
      answer.sendDate = false;
      answer.writeHead(statusCode, rest).end(answered);
    } catch {
      answer.destroy();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    sendTo: (url, elsewhere = {}) => {
      to = (service) => elsewhere[service] ?? url;
    },
    pretend: ({ encrypted }) => {
      protocol = encrypted ? 'https' : 'http';
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
