import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { serialization, validation } from './errors.ts';
import { normalNumber } from './numbers.ts';
import { type AttributeType, attributeTypes, byteText, type Item } from './values.ts';

const deepestLevel = 32;

const invalid = (text: string) => validation(`One or more parameter values were invalid: ${text}`);

const text = (value: unknown): string => {
  if (typeof value !== 'string')
    throw serialization(`${typeof value} cannot be converted to String`);
  return value;
};

const bytes = (value: unknown): Uint8Array => {
  if (!(value instanceof Uint8Array))
    throw serialization(`${typeof value} cannot be converted to a blob`);
  return Uint8Array.from(value);
};

const distinct = <Member>(
  collection: readonly Member[],
  asText: (member: Member) => string,
  duplicates: (members: readonly string[]) => string,
): Member[] => {
  const texts = collection.map(asText);
  if (new Set(texts).size !== texts.length) throw invalid(duplicates(texts));
  return [...collection];
};

const stringSet = (value: readonly unknown[]): string[] => {
  if (value.length === 0) throw invalid('An string set  may not be empty');
  return distinct(
    value.map(text),
    String,
    (all) => `Input collection [${all.join(', ')}] contains duplicates.`,
  );
};

const numberSet = (value: readonly unknown[]): string[] => {
  if (value.length === 0) throw invalid('An number set  may not be empty');
  return distinct(
    value.map((member) => normalNumber(text(member))),
    String,
    () => 'Input collection contains duplicates.',
  );
};

const byteSet = (value: readonly unknown[]): Uint8Array[] => {
  if (value.length === 0) throw invalid('Binary sets should not be empty');
  return distinct(
    value.map(bytes),
    byteText,
    () => 'Input collection of type BS contains duplicates.',
  );
};

const isType = (name: string): name is AttributeType =>
  (attributeTypes as readonly string[]).includes(name);

const onlyType = (value: AttributeValue | undefined): AttributeType => {
  let only: AttributeType | undefined;
  for (const name in value) {
    if (value[name as keyof AttributeValue] === undefined || !isType(name)) continue;
    if (only !== undefined)
      throw validation(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    only = name;
  }
  if (only === undefined)
    throw validation(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  return only;
};

const truth = (value: unknown): boolean => {
  if (typeof value !== 'boolean')
    throw serialization(`${typeof value} cannot be converted to Boolean`);
  return value;
};

/** A deep copy of a value as DynamoDB would store it; refuses what DynamoDB refuses. */
export const acceptValue = (value: AttributeValue | undefined, level = 1): AttributeValue => {
  if (level > deepestLevel)
    throw validation(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  switch (onlyType(value)) {
    case 'S':
      return { S: text(value?.S) };
    case 'N':
      return { N: normalNumber(text(value?.N)) };
    case 'B':
      return { B: bytes(value?.B) };
    case 'BOOL':
      return { BOOL: truth(value?.BOOL) };
    case 'NULL':
      if (value?.NULL !== true)
        throw invalid('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'SS':
      return { SS: stringSet(value?.SS ?? []) };
    case 'NS':
      return { NS: numberSet(value?.NS ?? []) };
    case 'BS':
      return { BS: byteSet(value?.BS ?? []) };
    case 'L':
      return { L: (value?.L ?? []).map((member) => acceptValue(member, level + 1)) };
    case 'M':
      return { M: acceptItem(value?.M ?? {}, level + 1) };
  }
};

export const acceptItem = (item: Readonly<Item>, level = 1): Item => {
  const accepted: Item = {};
  for (const name of Object.keys(item)) accepted[name] = acceptValue(item[name], level);
  return accepted;
};
