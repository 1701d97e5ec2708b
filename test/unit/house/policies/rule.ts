import type { Template } from '../../../support/template.ts';

/** A change of the template that a rule must notice. */
export interface Breach {
  /** A path such as `Topic.Properties.KmsMasterKeyId`, or the logical id of a resource. */
  readonly at: string;
  /** What is put there; undefined takes away what is there. */
  readonly to?: unknown;
  /** What the rule then names. */
  readonly names: readonly string[];
}

export interface Rule {
  readonly holds: string;
  /** What breaks it: logical ids, with more behind them where a resource has several places. */
  readonly broken: (template: Template) => readonly string[] | Promise<readonly string[]>;
  /** What may break it, and why. */
  readonly exceptions?: readonly { readonly names: RegExp; readonly because: string }[];
  readonly breaches: readonly Breach[];
}

type Branch = Record<string, unknown>;

/** The template after a change. */
export const changed = (template: Template, { at, to }: Breach): Template => {
  const copy = structuredClone(template);
  const path = at.split('.');
  const last = path.pop() ?? '';
  const branch = path.reduce<unknown>((outer, key) => (outer as Branch)[key], copy.Resources);
  if (to === undefined) delete (branch as Branch)[last];
  else (branch as Branch)[last] = to;
  return copy;
};
