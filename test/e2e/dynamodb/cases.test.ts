import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynamoDbCase, TableName } from '../../support/dynamodb/a-case.ts';
import { dynamoDbCases } from '../../support/dynamodb-cases.ts';
import { type Emulator, startMinistack, startMoto } from '../support/emulators.ts';
import { covers, type Deviation } from './deviation.ts';
import { answerDifferences, itemDifferences } from './differences.ts';
import { type EmulatedTable, emulatedTable } from './emulated-table.ts';
import { ministackDeviations } from './ministack-deviations.ts';
import { motoDeviations } from './moto-deviations.ts';

const emulators = [
  { name: 'moto', start: startMoto, deviations: motoDeviations },
  { name: 'MiniStack', start: startMinistack, deviations: ministackDeviations },
];

const summary = (name: string, deviations: readonly Deviation[]): string => {
  const counted = deviations.map((each) => ({
    ...each,
    count: dynamoDbCases.filter((one) => covers(each, one)).length,
  }));
  const apart = counted.reduce((sum, { count }) => sum + count, 0);
  const total = dynamoDbCases.length;
  return [
    `${name}: ${total} cases of DynamoDB, ${total - apart} as AWS, ${apart} otherwise:`,
    ...counted.map(({ count, does, decidedBy }) => `  ${count} × ${does} (${decidedBy})`),
  ].join('\n');
};

describe.each(emulators)('the cases of DynamoDB on $name', ({ name, start, deviations }) => {
  let emulator: Emulator | undefined;
  let table: EmulatedTable;

  beforeAll(async () => {
    emulator = await start();
    table = await emulatedTable(emulator.url, TableName);
  });
  afterAll(async () => {
    await emulator?.stop();
    console.log(summary(name, deviations));
  });

  it.each(
    dynamoDbCases.map((each) => {
      const known = deviations.find((deviation) => covers(deviation, each));
      return { each, known, title: known ? `${each.name} (${name} ${known.does})` : each.name };
    }),
  )('$title', async ({ each, known }) => {
    await table.seed(each.given);

    const answer = await table.answer(each);

    const found = {
      ...answerDifferences(each.expected, answer),
      ...itemDifferences(each.after, await table.items()),
    };
    expect(Object.keys(found), JSON.stringify(found, null, 2)).toEqual(known?.differs ?? []);
  });

  it('has every case in no more than one row, and every row names its cases', () => {
    const rowsOf = (each: DynamoDbCase) => deviations.filter((row) => covers(row, each)).length;
    const twice = dynamoDbCases.filter((each) => rowsOf(each) > 1);
    const unclear = deviations.flatMap(({ cases }) =>
      typeof cases === 'function'
        ? []
        : cases.filter(
            (part) => dynamoDbCases.filter((one) => one.name.includes(part)).length !== 1,
          ),
    );

    expect(twice.map((each) => each.name)).toEqual([]);
    expect(unclear).toEqual([]);
  });
});
