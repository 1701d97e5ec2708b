/**
 * Works out what two objects give together only once. Each request is gone through twice, to enter
 * its queries and to look their results up, and asks the same of the same metrics and sides again.
 * What is known of the first object is forgotten with it: give the one that lives shorter.
 */
export const onceForBoth = <One extends object, Other extends object, Value>(
  make: (one: One, other: Other) => Value,
): ((one: One, other: Other) => Value) => {
  const known = new WeakMap<One, Map<Other, Value>>();
  return (one, other) => {
    const ofOne = known.get(one) ?? new Map<Other, Value>();
    known.set(one, ofOne);
    if (!ofOne.has(other)) ofOne.set(other, make(one, other));
    return ofOne.get(other) as Value;
  };
};
