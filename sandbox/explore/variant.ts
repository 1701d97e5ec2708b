/** One place of the product's code without its guard. */
export interface Patch {
  /** From the project's root. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** The product with one guard removed: exploration must find it, or it would miss such a mistake. */
export interface Variant {
  readonly workflow: string;
  readonly name: string;
  /** Invariants of which one must be seen broken. */
  readonly breaks: readonly string[];
  /** More than one where several guards stand in front of the same mistake. */
  readonly patches: readonly Patch[];
}
