import jsonata from 'jsonata';

/** The answer to `sitecustomize.py`. */
type Answer = { readonly value: unknown } | { readonly error: string };

/** Functions have no JSON; moto asks for the type of a text and refuses them then. */
const plain = (_name: string, value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const isFunction =
    typeof value === 'function' || (value !== null && Object(value)._jsonata_lambda === true);
  return isFunction ? '(function)' : value;
};

/** Evaluates an expression that has its variables declared in itself, as moto writes it. */
export const evaluateForMoto = async (expression: string): Promise<string> => {
  const answer: Answer = await jsonata(expression)
    .evaluate(undefined)
    .then(
      (value: unknown) => ({ value: value ?? null }),
      (thrown: unknown) => ({ error: String(Object(thrown).message ?? thrown) }),
    );
  return JSON.stringify(answer, plain);
};
