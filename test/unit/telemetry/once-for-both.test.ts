import { describe, expect, it } from 'vitest';
import { onceForBoth } from '../../../functions/telemetry/once-for-both.ts';

const counted = () => {
  const made: [object, object][] = [];
  const once = onceForBoth((one: object, other: object): undefined => {
    made.push([one, other]);
  });
  return { made, once };
};

describe('what two objects give together', () => {
  it('is worked out once, also when it is nothing', () => {
    const { made, once } = counted();
    const [labels, metric] = [{}, {}];

    once(labels, metric);
    once(labels, metric);

    expect(made).toHaveLength(1);
  });

  it('is another one for each pair, whatever the objects hold', () => {
    const { made, once } = counted();
    const [labels, metric] = [{}, {}];

    once(labels, metric);
    once(labels, {});
    once({}, metric);

    expect(made).toHaveLength(3);
  });
});
