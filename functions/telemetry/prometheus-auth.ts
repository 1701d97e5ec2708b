import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { now } from '../platform/runtime.ts';
import type { PrometheusAuth } from './domain/provider.ts';
import { readSecret } from './secrets.ts';

export type Headers = Readonly<Record<string, string>>;

/** What is signed or sent along. */
export interface Unsigned {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A request's headers with its credentials, and the texts that nobody may be shown. */
export interface Signed {
  readonly headers: Headers;
  readonly hidden: readonly string[];
}

/** The secret is not what its kind needs. The message never holds any of it. */
const misshapen = (secret: string, allowed: string): TypeError =>
  new TypeError(`the secret ${secret} must be ${allowed}`);

const fieldsOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const fields: unknown = JSON.parse(text);
    return typeof fields === 'object' && fields !== null ? { ...fields } : {};
  } catch {
    return {};
  }
};

/** What may stand in a header; anything else would break it, and its error would show it. */
const isHeaderText = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

const bearer = (secret: string, text: string): Signed => {
  const isJson = text.trimStart().startsWith('{');
  const token = isJson ? fieldsOf(text).token : text.trim();
  if (!isHeaderText(token)) throw misshapen(secret, 'a token, or JSON with token');
  return { headers: { authorization: `Bearer ${token}` }, hidden: [token] };
};

const basic = (secret: string, text: string): Signed => {
  const { username, password } = fieldsOf(text);
  if (typeof username !== 'string' || typeof password !== 'string' || username.includes(':'))
    throw misshapen(secret, 'JSON with username, without a colon, and password');
  const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return { headers: { authorization: `Basic ${pair}` }, hidden: [pair, password] };
};

let credentials: ReturnType<typeof defaultProvider> | undefined;

const signed = async (region: string, { url, headers, body }: Unsigned): Promise<Signed> => {
  credentials ??= defaultProvider();
  const signer = new SignatureV4({ service: 'aps', region, credentials, sha256: Sha256 });
  const { protocol, hostname, port, pathname, host } = new URL(url);
  const request = {
    method: 'POST',
    protocol,
    hostname,
    path: pathname,
    headers: { ...headers, host },
    body,
    ...(port !== '' && { port: Number(port) }),
  };
  const { headers: all } = await signer.sign(request, { signingDate: new Date(now()) });
  const { host: _, ...sent } = all;
  return { headers: sent, hidden: Object.values(sent).filter((value) => value.length > 40) };
};

/**
 * The request's headers with its credentials.
 *
 * @param refusedAt when a request was begun whose credentials the server has refused.
 * @throws what reading the secret or the credentials throws.
 */
export const authorized = async (
  auth: PrometheusAuth,
  request: Unsigned,
  refusedAt?: number,
): Promise<Signed> => {
  switch (auth.kind) {
    case 'none':
      return { headers: request.headers, hidden: [] };
    case 'sigv4':
      return signed(auth.region, request);
    case 'bearer':
    case 'basic': {
      const text = await readSecret(auth.secret, refusedAt);
      const { headers, hidden } = (auth.kind === 'bearer' ? bearer : basic)(auth.secret, text);
      return { headers: { ...request.headers, ...headers }, hidden };
    }
  }
};
