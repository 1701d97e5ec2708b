import { describe, expect, it } from 'vitest';
import { errorNames } from '../../../functions/platform/errors.ts';
import { functionTimeouts } from '../../support/deployment.ts';
import { loadMachines } from '../../support/machine/machine.ts';
import { errorsNamedBy } from '../../support/machine/names.ts';
import { machineMistakes } from '../../support/machine-grammar.ts';

/** For each machine the Catches from which the graph has a way to a success, and why none is taken. */
const recoveries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'statemachines/rollout.asl.yaml': {},
};

const toCaller = 'answered to who invoked the function, outside any machine';
const refused = 'found before anything moves: States.ALL ends the run as refused, under this name';

/** Errors that no machine names, because States.ALL or the caller is right for them. */
const unnamed: Readonly<Record<string, string>> = {
  StaleEventError: toCaller,
  UnknownRunError: toCaller,
  SignalRefusedError: toCaller,
  InvalidInputError: refused,
  UnknownServiceError: refused,
  LeaseHeldError: refused,
  WrongRevisionError: refused,
  AlreadyLiveError: refused,
  StickyRuleError: refused,
  UnsupportedTrafficError: refused,
  MissingAlarmError: refused,
  MissingMetricError: refused,
  SubscriptionMissingError: refused,
  CapacityError: refused,
  DryRunBrokenOffError: 'the name under which a dry run that cannot go on ends as refused',
};

const machines = loadMachines();

describe('the machines', () => {
  it('exist', () => {
    expect(machines.map(([path]) => path)).toContain('statemachines/rollout.asl.yaml');
  });

  it.each(machines)('%s keeps the grammar', async (path, machine) => {
    const mistakes = await machineMistakes(machine, {
      functionTimeouts,
      errorNames,
      recoveries: recoveries[path] ?? {},
    });

    expect(mistakes).toEqual([]);
  });

  it('handle every error by name, except those with a reason', () => {
    const named = new Set(machines.flatMap(([, machine]) => errorsNamedBy(machine)));

    const unhandled = errorNames.filter((name) => !named.has(name) && !unnamed[name]);
    const needless = Object.keys(unnamed).filter((name) => named.has(name));

    expect({ unhandled, needless }).toEqual({ unhandled: [], needless: [] });
  });
});
