import type { Visit } from './visit.ts';

/** AWS leaves out the zeros at the end of a second's fraction, and the point before nothing. */
const timestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.?0+Z$/, 'Z');

/** The context object that expressions see as `$states.context`. */
export const contextObject = ({ lane, name, enteredAt, retryCount, token }: Visit) => {
  const { identity, redriveCount } = lane.run;
  return {
    Execution: {
      Id: identity.arn,
      Name: identity.name,
      Input: identity.input,
      get StartTime() {
        return timestamp(identity.startedAt);
      },
      RoleArn: identity.roleArn,
      RedriveCount: redriveCount,
    },
    StateMachine: { Id: identity.machineArn, Name: identity.machineName },
    State: {
      Name: name,
      ...(retryCount === undefined ? {} : { RetryCount: retryCount }),
      get EnteredTime() {
        return timestamp(enteredAt);
      },
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(lane.item === undefined ? {} : { Map: { Item: lane.item } }),
  };
};
