import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useRuntime } from '../../../functions/platform/runtime.ts';
import { type Asked, answering, read, serve } from './prometheus-server.ts';

const secrets = mockClient(SecretsManagerClient);
const bearer = { auth: { kind: 'bearer', secret: 'prom-token' } };
const basic = { auth: { kind: 'basic', secret: 'prom-user' } };
const token = 'canary-token-3f9a';

let now: number;

beforeEach(() => {
  secrets.reset();
  now = Date.UTC(2026, 0, 1, 12);
  const environment = {};
  useRuntime({
    now: () => now,
    sleep: () => Promise.resolve(),
    after: () => () => {},
    freshId: () => 'id',
    environment: () => environment,
    readShippedFile: () => Promise.reject(new Error('no file')),
  });
});

afterEach(() => {
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
  delete process.env.AWS_SESSION_TOKEN;
});

const holding = (text: string) =>
  secrets.on(GetSecretValueCommand).resolves({ SecretString: text });
const ok = answering([0, 0, 0], [5, 5, 5]);
const reads = () => secrets.commandCalls(GetSecretValueCommand).length;
const authorizationOf = (asked: readonly Asked[]) => asked[0]?.request.headers.authorization;

describe('credentials', () => {
  it('are none unless the plan names some', async () => {
    const asked = serve(ok);

    await read();

    expect(authorizationOf(asked)).toBeUndefined();
    expect(reads()).toBe(0);
  });

  it.each([
    ['a token', bearer, token, `Bearer ${token}`],
    ['a token in JSON', bearer, JSON.stringify({ token }), `Bearer ${token}`],
    [
      'user and password',
      basic,
      JSON.stringify({ username: 'me', password: 'p:ä' }),
      `Basic ${Buffer.from('me:p:ä').toString('base64')}`,
    ],
  ])('may be %s of a secret, read once for all queries', async (_, changes, text, expected) => {
    holding(text);
    const asked = serve(ok);

    await read({ changes });
    await read({ changes });

    expect(authorizationOf(asked)).toBe(expected);
    expect(reads()).toBe(1);
  });

  it('are read again after five minutes', async () => {
    holding(token);
    serve(ok);

    await read({ changes: bearer });
    now += 5 * 60_000;
    await read({ changes: bearer });

    expect(reads()).toBe(2);
  });

  it('are read again once after they were refused, for all queries together', async () => {
    secrets
      .on(GetSecretValueCommand)
      .resolvesOnce({ SecretString: 'old' })
      .resolves({ SecretString: token });
    serve((asked) => {
      now += 1;
      return asked.request.headers.authorization === `Bearer ${token}`
        ? ok(asked)
        : { status: 401 };
    });

    const { errors } = await read({ changes: bearer });

    expect(errors?.canary.kind).toBe('share');
    expect(reads()).toBeLessThanOrEqual(3);
  });

  it('that are refused again are blind', async () => {
    holding(token);
    const asked = serve(() => ({ status: 401, body: '' }));

    const { errors } = await read({ changes: bearer });

    expect(errors?.canary).toHaveProperty('because', expect.stringContaining('(401)'));
    expect(asked).toHaveLength(8);
  });

  it.each([
    ['that may not be read', Object.assign(new Error(token), { name: 'AccessDeniedException' })],
    ['that is not there', Object.assign(new Error(token), { name: 'ResourceNotFoundException' })],
    ['that is throttled', Object.assign(new Error(token), { name: 'ThrottlingException' })],
  ])('%s are blind with a reason, and nothing is sent', async (_, failure) => {
    secrets.on(GetSecretValueCommand).rejects(failure);
    const asked = serve(ok);

    const { errors } = await read({ changes: bearer });

    expect(asked).toEqual([]);
    expect(errors?.canary).toHaveProperty('because', expect.stringContaining(failure.name));
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  it.each([
    ['an empty token', bearer, ' '],
    ['a token of two lines', bearer, `${token}\nX-Other: 1`],
    ['JSON without a token', bearer, JSON.stringify({ key: token })],
    ['a password without a user', basic, JSON.stringify({ password: token })],
    ['a user with a colon', basic, JSON.stringify({ username: 'a:b', password: token })],
    ['no JSON', basic, token],
  ])('of %s are refused without repeating them', async (_, changes, text) => {
    holding(text);
    const asked = serve(ok);

    const { errors } = await read({ changes });

    expect(asked).toEqual([]);
    expect(errors?.canary).toHaveProperty('because', expect.stringContaining('must be'));
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  it('are in no sentence, even when the server repeats them', async () => {
    holding(token);
    serve(({ request }) => ({
      status: 400,
      json: { errorType: 'bad_data', error: `header ${request.headers.authorization}` },
    }));

    const { errors } = await read({ changes: bearer });

    expect(JSON.stringify(errors)).toContain('bad_data: header Bearer ***');
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  it('may be a signature for Amazon Managed Service for Prometheus', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret-key';
    process.env.AWS_SESSION_TOKEN = 'session-token';
    const asked = serve(ok);

    await read({ changes: { auth: { kind: 'sigv4', region: 'eu-central-1' } } });

    const { headers } = asked[0]?.request ?? {};
    expect(headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260101\/eu-central-1\/aps\/aws4_request, SignedHeaders=.*content-type;host;.*, Signature=[0-9a-f]{64}$/,
    );
    expect(headers?.['x-amz-security-token']).toBe('session-token');
    expect(headers).not.toHaveProperty('host');
  });
});
