import { describe, expect, it } from 'vitest';
import { answering, matrix, read, serve } from './prometheus-server.ts';

const again = 'the next tick asks again';
const noHelp = 'asking again does not help';

const error = (errorType: string, text: string) => ({
  json: { status: 'error', errorType, error: text },
});

const whyOf = async (): Promise<string> => {
  const { errors } = await read();
  if (errors?.canary.kind !== 'blind') throw new Error(JSON.stringify(errors?.canary));
  return errors.canary.because;
};

describe('an answer that is no data', () => {
  it.each([
    [400, error('bad_data', 'parse error at char 3'), 'bad_data: parse error at char 3', noHelp],
    [401, {}, 'does not accept the credentials', noHelp],
    [403, { body: '<html>' }, 'forbids the query', noHelp],
    [404, { body: 'not found' }, 'no query API at telemetry.url', noHelp],
    [422, error('execution', 'too many samples'), 'execution: too many samples', noHelp],
    [429, error('too_many_requests', 'slow down'), 'too many requests', again],
    [500, error('internal', 'oh'), 'the server answers 500 (internal: oh)', again],
    [502, { body: '<html>bad gateway' }, 'the server answers 502', again],
    [503, error('timeout', 'query timed out'), 'query timed out', again],
    [301, {}, 'a redirect, which is not followed', noHelp],
    [200, { body: '' }, 'not that of the Prometheus HTTP API', noHelp],
    [200, { body: '<html>sign in' }, 'not that of the Prometheus HTTP API', noHelp],
    [200, { body: 'null' }, 'not that of the Prometheus HTTP API', noHelp],
    [200, error('timeout', 'later'), 'timeout: later', again],
    [200, { body: undefined }, 'longer than is read', noHelp],
  ])('%s %o is blind and says whether asking again helps', async (status, answer, why, help) => {
    serve(() => ({ body: '', ...answer, status }));

    const because = await whyOf();

    expect(because).toContain(why);
    expect(because).toContain(help);
    expect(because.length).toBeLessThan(500);
  });

  it.each([
    ['a scalar', { resultType: 'scalar', result: [0, '1'] }, 'gives a scalar'],
    ['a vector', { resultType: 'vector', result: [] }, 'not that of'],
    ['no result', { resultType: 'matrix' }, 'not that of'],
    [
      'native histograms',
      { resultType: 'matrix', result: [{ metric: {}, histograms: [] }] },
      'gives histograms',
    ],
    [
      'numbers that are no texts',
      { resultType: 'matrix', result: [{ metric: {}, values: [[0, 1]] }] },
      'not that of',
    ],
    [
      'other times',
      { resultType: 'matrix', result: [{ metric: {}, values: [[1, '1']] }] },
      'at other times than those asked for',
    ],
  ])('%s is blind', async (_, data, why) => {
    serve(() => ({ json: { status: 'success', data } }));

    expect(await whyOf()).toContain(why);
  });

  it('with a value twice for one bucket is blind', async () => {
    serve((asked) => {
      const at = Number(asked.form.get('start'));
      const values = [
        [at, '1'],
        [at, '2'],
      ];
      const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
      return { json: { status: 'success', data } };
    });

    expect(await whyOf()).toContain('at other times');
  });

  it.each([
    [{ warnings: ['No StoreAPIs matched for this query'] }, 'Prometheus warns: No StoreAPIs'],
    [{ infos: ['PromQL info: ignored histograms in a range'] }, 'Prometheus remarks: PromQL info'],
  ])('with %o is blind, since it may be partial', async (extras, why) => {
    serve((asked) => matrix(asked, [[1, 1, 1]], extras));

    const because = await whyOf();

    expect(because).toContain(why);
    expect(because).toContain(again);
  });

  it('is not what only remarks on the name of a metric', async () => {
    const infos = ['PromQL info: metric might not be a counter, name does not end in _total'];
    serve((asked) => matrix(asked, [[1, 1, 1]], { infos }));

    const { errors } = await read();

    expect(errors?.canary.kind).toBe('share');
  });

  it('has a bounded sentence on one line, whatever the server says', async () => {
    serve(() => ({ status: 500, ...error('internal', `a\nb${'x'.repeat(10_000)}`) }));

    const because = await whyOf();

    expect(because.length).toBeLessThan(500);
    expect(because).not.toContain('\n');
  });
});

describe('a server that does not answer', () => {
  it.each([
    [Object.assign(new Error('no'), { name: 'TimeoutError' }), 'did not answer in time'],
    [new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }), '(ECONNREFUSED)'],
    [new TypeError('fetch failed'), '(fetch failed)'],
  ])('is blind after %s, and nothing is thrown', async (failure, why) => {
    serve(() => Promise.reject(failure));

    const because = await whyOf();

    expect(because).toContain(why);
    expect(because).toContain(again);
  });

  it('makes only those metrics blind that needed it', async () => {
    const answer = answering([1, 1, 1], [5, 5, 5]);
    serve((asked) => {
      if (asked.query.includes('v2')) throw new TypeError('fetch failed');
      return answer(asked);
    });

    const { errors } = await read();

    expect(errors?.canary.kind).toBe('blind');
    expect(errors?.stable.kind).toBe('share');
  });
});
