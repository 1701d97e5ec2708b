/** Something that AWS does and MiniStack does not, so that these suites say nothing about it. */
export interface LeftOut {
  /** What AWS does. */
  readonly what: string;
  /** What MiniStack does instead. */
  readonly instead: string;
  /** The document of AWS that says so. */
  readonly decidedBy: string;
  /** Once this is false, it need not be left out any more. */
  readonly isStillSo: (endpoint: string) => Promise<boolean>;
}

/** What shims/sitecustomize.py cures; each shim ends the emulator once it is not needed any more. */
const cured = [
  'MiniStack takes lambda:GetAlias, UpdateAlias and GetProvisionedConcurrencyConfig for other actions',
  'MiniStack takes the resource of iam:SimulatePrincipalPolicy for any',
  'the age of signatures is not judged where the functions have a quicker clock',
];

/** One line for each, for the output of the suites. */
export const leftOutSummary = (leftOut: readonly LeftOut[]): string =>
  [
    `${leftOut.length} left out, which AWS does and MiniStack does not:`,
    ...leftOut.map(
      ({ what, instead, decidedBy }) => `  ${what}; MiniStack ${instead} (${decidedBy})`,
    ),
    `${cured.length} cured by a shim:`,
    ...cured.map((each) => `  ${each}`),
  ].join('\n');
