import { expect } from 'vitest';
import { accountId, region } from '../support/emulated-account.ts';

/** A function, what it is asked, and its answer or the sentence of its error. */
export interface Invocation {
  readonly name: string;
  readonly input: object;
  readonly answer?: unknown;
  readonly error?: RegExp;
}

const id = 'pricing-by-hand';
const run = { id, epoch: 1 };
const asked = { service: 'pricing', revision: '2', requestId: 'build-1', who: 'ci', why: 'a test' };
const person = { who: 'anna', why: 'a test' };
const event = { id: 'e1', account: accountId, region, version: '0', resources: [] };

const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString();

const decided = (action: string, because: string) =>
  expect.objectContaining({ action, because: expect.stringContaining(because) });

/** MiniStack's simulation of policies ignores what the permissions depend on. */
const findings = [
  ...['rule shape', 'weights', 'capacity', 'alarms', 'metrics', 'subscription'],
  ...['permissions', 'revision'],
].map((check) => expect.objectContaining({ check, ok: check !== 'permissions' }));

/**
 * A rollout whose machine is the test: each function of the stack in the order in which it has
 * something to do.
 */
export const byHand: readonly Invocation[] = [
  {
    name: 'check-service',
    input: { service: 'pricing', revision: '2' },
    answer: expect.objectContaining({ findings }),
  },
  {
    name: 'start-rollout',
    input: {
      ...event,
      source: 'evenkeel',
      'detail-type': 'Deploy Requested',
      time: yesterday,
      detail: asked,
    },
    answer: { refused: expect.stringMatching(/^time: the deploy event is \d+ minutes old/) },
  },
  {
    name: 'resolve-plan',
    input: {
      execution: {
        name: id,
        arn: `arn:aws:states:${region}:${accountId}:execution:evenkeel-prod-rollout:${id}`,
      },
      request: { ...asked, at: Date.now() },
    },
    answer: { id },
  },
  { name: 'take-lease', input: { id }, answer: { id, epoch: 1, action: 'taken' } },
  {
    name: 'check-rollout',
    input: { run, entry: 3 },
    answer: decided('shift', '2 takes over from 1'),
  },
  {
    name: 'shift-traffic',
    input: { run, entry: 4, retry: 0 },
    answer: decided('verify', 'the canary was set to 10 %'),
  },
  {
    name: 'verify-traffic',
    input: { run, entry: 5 },
    answer: decided('listen-baking', '2 has 10 %'),
  },
  {
    name: 'listen',
    input: { run, entry: 6, retry: 0, token: 'nobody waits behind this one' },
    answer: null,
  },
  {
    name: 'measure',
    input: { run, entry: 7 },
    answer: decided('listen-baking', 'the step is still warming up'),
  },
  {
    name: 'run-status',
    input: { service: 'pricing' },
    answer: expect.objectContaining({ run: id, status: 'open', live: { 1: 90, 2: 10 } }),
  },
  {
    name: 'hear-alarm',
    input: {
      ...event,
      source: 'aws.cloudwatch',
      detail: { alarmName: 'a', state: { value: 'ALARM', timestamp: yesterday } },
    },
    answer: { told: [] },
  },
  {
    name: 'signal-run',
    input: { run: id, signal: 'hold', ...person },
    answer: { run: id, signal: 'hold', received: true },
  },
  {
    name: 'approve-run',
    input: { run: id, gate: 'approval-1', answer: 'approve', ...person },
    error:
      /^signal: approve does not answer bake-1; allowed: .* Run pricing-by-hand was not changed/,
  },
  {
    name: 'abort-run',
    input: { run: id, ...person },
    answer: { run: id, signal: 'abort', received: true },
  },
  {
    name: 'retry-rollback',
    input: { service: 'pricing', ...person },
    error: /^service: the lease of "pricing" is held by run pricing-by-hand, which is open/,
  },
  {
    name: 'roll-back',
    input: { run, entry: 8, failure: { Error: 'X', Cause: 'a test' }, late: false },
    answer: decided('verify-late', 'has 100 % of the traffic. Because: X: a test'),
  },
  { name: 'guard-runs', input: {}, answer: { settled: [] } },
  {
    name: 'end-run',
    input: { run, entry: 9, outcome: 'rolled-back', request: { ...asked, at: Date.now() } },
    answer: decided('ended', 'X: a test'),
  },
  {
    name: 'release-lease',
    input: { service: 'pricing', ...person },
    error: /^service: the lease of "pricing" is free/,
  },
];
