import { beforeAll, describe, expect, it } from 'vitest';
import { templateAllows } from '../../../sandbox/account/permissions.ts';
import { stackReferences } from '../../../sandbox/account/stack-references.ts';
import { readTemplate } from '../../../sandbox/account/template.ts';
import { packaged } from '../../e2e/support/packaged.ts';
import { authorizedAction, isExactly } from '../../support/authorization.ts';
import { deployment } from '../../support/deployment.ts';
import { impliedFor, neededByMachine } from '../../support/implied-permissions.ts';
import { functionOf, loadMachines, tasksOf } from '../../support/machine/machine.ts';
import { actionsOf, allowedTo, list, roleOf, statementsOf } from '../../support/permissions.ts';
import { type Asked, askedByFunctions } from '../../support/rehearsed-permissions.ts';
import { root } from '../../support/source.ts';
import { resourcesOf, type Template } from '../../support/template.ts';

const names = Object.keys(deployment.functions);

/** What a role allows though no rehearsal of its function asks for it, and why. */
const ofPrometheus = {
  'secretsmanager:GetSecretValue': 'only a plan whose Prometheus needs a secret asks for it',
  'aps:QueryMetrics': 'checked by the server when a request is signed, which no rehearsal does',
};
const unrehearsed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  measure: ofPrometheus,
  'check-rollout': ofPrometheus,
  'check-service': ofPrometheus,
};

let template: Template;
let asked: readonly Asked[];

beforeAll(async () => {
  [{ template }, asked] = await Promise.all([packaged(), askedByFunctions()]);
}, 300_000);

const place = { region: 'eu-central-1', accountId: '123456789012' };

const allows = (tags: Readonly<Record<string, string>>) => {
  const written = readTemplate(root);
  return templateAllows(written, stackReferences(written, place), () => tags);
};

const inOrder = ({ function: name, action, resource }: Asked): string =>
  `${name}: ${action} on ${resource}`;

describe('the permissions of the functions', () => {
  it('are in a role of its own for each', () => {
    const roles = names.map((name) => roleOf(template, name));

    expect(new Set(roles).size).toBe(names.length);
    expect(new Set(roles.map((role) => role?.Type))).toEqual(new Set(['AWS::IAM::Role']));
  });

  it('decide in the sandbox exactly as they are packaged', () => {
    const written = readTemplate(root).resources();
    const identities = ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
      resourcesOf(template, type),
    );

    expect(identities.length).toBeGreaterThan(names.length);
    for (const [id, resource] of identities) expect(written[id]).toEqual(resource);
  });

  it('allow everything that rehearsals ask for', () => {
    const decide = allows({ 'aws:ResourceTag/evenkeel': 'managed' });

    const denied = asked.filter((each) => !decide(each.function, each.action, each.resource));

    expect(asked.length).toBeGreaterThan(100);
    expect(denied.map(inOrder)).toEqual([]);
  });

  it.each(names)('of %s allow what it needs, and nothing that no rehearsal uses', (name) => {
    const called = new Set(
      asked.filter((each) => each.function === name).map((each) => each.action),
    );
    const needed = new Set([...called, ...impliedFor(template, name, called)]);
    const allowed = allowedTo(template, roleOf(template, name));
    const { [name]: reasons = {} } = unrehearsed;

    const missing = [...needed].filter((action) => !allowed.has(action));
    const needless = [...allowed].filter((action) => !needed.has(action) && !reasons[action]);
    const stale = Object.keys(reasons).filter(
      (action) => needed.has(action) || !allowed.has(action),
    );

    expect({ missing, needless, stale }).toEqual({ missing: [], needless: [], stale: [] });
  });

  it('hold for the resources that they name, not for those of another account', () => {
    const decide = allows({ 'aws:ResourceTag/evenkeel': 'managed' });
    const named = asked.filter(
      (each) => !decide(each.function, each.action, 'arn:aws:none:::none'),
    );

    const elsewhere = named.filter((each) =>
      decide(each.function, each.action, each.resource.replace(place.accountId, '999999999999')),
    );

    expect(named.length).toBeGreaterThan(50);
    expect(elsewhere.map(inOrder)).toEqual([]);
  });

  it('move traffic only where its owner has put the tag', () => {
    const decide = allows({ 'aws:ResourceTag/evenkeel': 'forbidden' });
    const moves = asked.filter(({ action }) => /:(Modify|UpdateAlias)/.test(action));

    const untagged = moves.filter((each) => decide(each.function, each.action, each.resource));

    expect(new Set(moves.map(({ action }) => action)).size).toBe(3);
    expect(untagged.map(inOrder)).toEqual([]);
  });
});

describe('what the sandbox asks IAM for', () => {
  it('is an action and a resource that AWS knows', async () => {
    const wrong = await Promise.all(
      asked.map(async (each) => {
        const { arnFormats = [] } = (await authorizedAction(each.action)) ?? {};
        const isRight =
          each.resource === '*'
            ? arnFormats.length === 0
            : arnFormats.some((format) => isExactly(each.resource, format));
        return isRight ? [] : [each.action];
      }),
    );

    expect([...new Set(wrong.flat())]).toEqual([]);
  });
});

describe('the permissions of a machine', () => {
  it.each(loadMachines())('%s allow what its states need, and nothing else', (_, { States }) => {
    const machine = template.Resources.RolloutMachineRole;
    const functions = new Set(tasksOf({ States }).map(([, state]) => functionOf(state) ?? 'none'));

    const allowed = statementsOf(template, machine).flatMap((statement) =>
      actionsOf(statement).flatMap((action) =>
        list(statement.Resource).map(
          (resource) =>
            `${action} on ${(resource as { 'Fn::Sub'?: string })['Fn::Sub'] ?? resource}`,
        ),
      ),
    );

    expect(allowed.toSorted()).toEqual(neededByMachine([...functions]).toSorted());
  });
});
