/** What a computed field must be, and how its failure names it. */
export interface Kind<Value> {
  readonly name: string;
  readonly is: (value: unknown) => value is Value;
}

export const aString: Kind<string> = {
  name: 'a string',
  is: (value) => typeof value === 'string',
};

export const aBoolean: Kind<boolean> = {
  name: 'a boolean',
  is: (value) => typeof value === 'boolean',
};

export const anArray: Kind<unknown[]> = {
  name: 'an array',
  is: (value): value is unknown[] => Array.isArray(value),
};

export const aWholeNumber = (least: number, most: number): Kind<number> => ({
  name: `a whole number from ${least} to ${most}`,
  is: (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
});
