import { describe, expect, it } from 'vitest';
import { readMachine } from '../../../scripts/docs/machine.ts';
import { wholeGraph } from '../../../scripts/docs/mermaid.ts';
import { graphRegions, quotedRegions } from '../../../scripts/docs/pages.ts';
import { compareRegion, regionIn, withRegion } from '../../../scripts/docs/region.ts';
import { withoutWallTime } from '../../../scripts/docs/rehearsal.ts';
import { shortGraph } from '../../../scripts/docs/short-graph.ts';

const regions = [...graphRegions, ...quotedRegions].map(
  (region) => [region.file, region.name, region] as const,
);

describe('what the documents quote', () => {
  it.each(regions)('is true in %s: %s (npm run docs -- --write)', async (_file, _name, region) => {
    const { found, live } = await compareRegion(region);

    expect(found).toBe(live);
  });

  it('may differ in nothing but the time on the wall', () => {
    const line = '   -     15 min 41 s on the virtual clock in 1182 ms';

    const masked = withoutWallTime(line);

    expect(masked).toBe('   -     15 min 41 s on the virtual clock in … ms');
    expect(withoutWallTime(line.replace('41', '42'))).not.toBe(masked);
  });
});

describe('a region of a document', () => {
  const place = { file: 'A.md', name: 'list' };
  const document = 'before\n<!-- list: how to refresh -->\nold\n<!-- /list -->\nafter\n';

  it('is read and replaced without touching what stands around it', () => {
    const found = regionIn(document, place);
    const changed = withRegion(document, place, 'new');

    expect(found).toBe('old');
    expect(changed).toBe(document.replace('old', 'new'));
  });

  it.each(['no marker at all', '<!-- list: never closed -->\nold\n'])('must exist: %j', (text) => {
    expect(() => regionIn(text, place)).toThrow('A.md: no region list');
  });
});

describe('the graph of the machine', () => {
  it('names every state but the two ends that are told in words', async () => {
    const machine = await readMachine();

    const graph = wholeGraph(machine);

    const missing = Object.keys(machine.States).filter((name) => !graph.includes(`"${name}"`));
    expect(missing).toEqual(['Lease lost', 'Run not ended']);
  });

  it('is refused in short form when the machine gains a way that nobody has drawn', async () => {
    const machine = await readMachine();
    const { Refused, ...States } = machine.States;
    const bypass = { Type: 'Task', Next: 'Promoted' } as const;

    const drawing = () =>
      shortGraph({ ...machine, States: { ...States, Refused, 'Roll back': bypass } } as never);

    expect(drawing).toThrow('neither drawn nor left out: Roll back > Promoted');
  });
});
