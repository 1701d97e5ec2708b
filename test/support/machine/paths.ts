import type { Machine, State } from './machine.ts';

/** A way from one state to the next, with the variables that are assigned on it. */
export interface Way {
  readonly to: string;
  readonly assigns: readonly string[];
}

const keys = (assign: Readonly<Record<string, unknown>> | undefined): string[] =>
  Object.keys(assign ?? {});

const way = (to: string | undefined, assigns: string[]): Way[] =>
  to === undefined ? [] : [{ to, assigns }];

/** A catcher or a choice rule assigns its own variables; the state's own go with Next and Default. */
export const waysFrom = (state: State | undefined): Way[] => [
  ...way(state?.Next, keys(state?.Assign)),
  ...way(state?.Default, keys(state?.Assign)),
  ...(state?.Choices ?? []).flatMap((rule) => way(rule.Next, keys(rule.Assign))),
  ...(state?.Catch ?? []).flatMap((catcher) => way(catcher.Next, keys(catcher.Assign))),
];

export const nextStates = (state: State | undefined): string[] =>
  waysFrom(state).map(({ to }) => to);

const common = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> =>
  new Set([...one].filter((each) => other.has(each)));

/** For each state that can be reached, the variables that are assigned on every way to it. */
export const assignedOnEveryPath = (machine: Machine): Map<string, ReadonlySet<string>> => {
  const known = new Map<string, ReadonlySet<string>>([[machine.StartAt, new Set()]]);
  const open = [machine.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const here = known.get(name) ?? new Set<string>();
    for (const { to, assigns } of waysFrom(machine.States[name])) {
      const arriving = new Set([...here, ...assigns]);
      const before = known.get(to);
      const both = before === undefined ? arriving : common(before, arriving);
      if (before !== undefined && both.size === before.size) continue;
      known.set(to, both);
      open.push(to);
    }
  }
  return known;
};
