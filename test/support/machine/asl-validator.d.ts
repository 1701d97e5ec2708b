/** The package ships no types. */
declare module 'asl-validator' {
  interface Outcome {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  }
  function validate(definition: unknown): Outcome;
  export = validate;
}
