import type { NewEvent } from '../../../sandbox/account/event-bus.ts';
import type { StepFunctionsNeeds } from '../../../sandbox/account/step-functions/store.ts';
import { stepFunctions } from '../../../sandbox/account/step-functions.ts';
import { Clock } from '../../../sandbox/clock.ts';
import { seeded } from '../../../sandbox/random.ts';
import { aMachine, aTokenTask } from '../../support/engine/a-machine.ts';
import { noon } from './run-machine.ts';

export const machineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:rollout';

/** A machine that waits for its token, for a minute at most. */
export const listening = aMachine({
  Listen: aTokenTask({ TimeoutSeconds: 60, Assign: { heard: '{% $states.result %}' } }),
});

/** A simulated Step Functions with one machine, on a clock of its own. */
export const aStepFunctions = (
  machine: object = listening,
  needs: Partial<StepFunctionsNeeds> = {},
) => {
  const accountId = '123456789012';
  const region = 'eu-west-1';
  const clock = new Clock(noon);
  const events: NewEvent[] = [];
  const tokens: string[] = [];
  const { service, executions } = stepFunctions(
    { clock, random: seeded(1), accountId, region },
    {
      machines: { [machineArn]: machine },
      invokeFunction: async (_arn, payload) => {
        tokens.push(String(Object(payload).token));
        return { payload: null };
      },
      publishEvent: (event) => events.push(event),
      ...needs,
    },
  );
  const send = (command: string, input: object): unknown =>
    service[command]?.(input, { region, accountId, caller: undefined, clock });
  const driveTo = (seconds: number): Promise<void> => clock.drive(noon + seconds * 1_000);
  return { send, driveTo, executions, events, tokens };
};
