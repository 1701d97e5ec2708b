import { mkdir, writeFile } from 'node:fs/promises';
import { sampleRecordings } from '../test/support/a-recording.ts';

/** Writes the recordings that are shipped; the same seeds give the same bytes. */
const directory = 'events/rollout/recordings';
await mkdir(directory, { recursive: true });
for (const [name, text] of Object.entries(sampleRecordings()))
  await writeFile(`${directory}/${name}.ndjson`, text);
