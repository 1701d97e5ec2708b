import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Packaged, packaged } from '../../e2e/support/packaged.ts';
import { deployment, sourceOf } from '../../support/deployment.ts';
import { publishedMetric } from '../../support/published-metric.ts';
import { reachesShippedFiles } from '../../support/source.ts';
import { propertyOf, referenced, resourcesOf } from '../../support/template.ts';

const names = Object.keys(deployment.functions);

let stack: Packaged;

beforeAll(async () => {
  stack = await packaged();
}, 180_000);

describe('the packaged stack', () => {
  it('forgets items of the table by the attribute in which the runs say when', () => {
    const [table] = resourcesOf(stack.template, 'AWS::DynamoDB::Table');

    expect(table?.[1].Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it.each(['NeedsOperator', 'GuardFailed', 'MessageNotSent'] as const)(
    'alarms on %s exactly as the functions publish it',
    (name) => {
      const published = publishedMetric(name);

      const alarm = stack.template.Resources[`${name}Alarm`];

      expect(alarm?.Properties).toMatchObject(published);
    },
  );

  it('ships the catalogue with exactly the functions that read it', async () => {
    const archives = await Promise.all(
      names.map(async (name) => [name, await readFile(join(stack.folder, `${name}.zip`))] as const),
    );
    const reading = names.filter((name) => reachesShippedFiles(sourceOf(name)));

    const shipping = archives.filter(([, archive]) => archive.includes('catalog/services/'));

    expect(shipping.map(([name]) => name)).toEqual(reading);
  });

  it('invokes published versions from the machine, which are all retained', () => {
    const [machine] = resourcesOf(stack.template, 'AWS::StepFunctions::StateMachine');
    const [, parameters] = propertyOf(machine?.[1], 'DefinitionString.Fn::Sub') as [string, object];
    const invoked = Object.values(parameters).map(referenced);

    const versions = invoked.map((id) => stack.template.Resources[id ?? '']);

    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions)
      expect(version).toMatchObject({ Type: 'AWS::Lambda::Version', DeletionPolicy: 'Retain' });
  });
});
