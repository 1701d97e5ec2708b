import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../support/template.ts';
import { pythonProgram } from '../support/emulators.ts';
import { execute } from '../support/execute.ts';

interface Match {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] };
  readonly Message: string;
}

export interface Finding {
  readonly rule: string;
  /** The type of the resource, or the path of what is none. */
  readonly at: string;
  readonly message: string;
}

const toFinding =
  ({ Resources }: Template) =>
  ({ Rule, Location: { Path }, Message }: Match): Finding => {
    const [section, id = ''] = Path;
    const type = section === 'Resources' ? Resources[id]?.Type : undefined;
    return { rule: Rule.Id, at: type ?? `${section}/${id}`, message: `${id}: ${Message}` };
  };

/** Errors, warnings and hints that cfn-lint has for a template in these regions. */
export const lint = async (
  template: Template,
  regions: readonly string[],
): Promise<readonly Finding[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-lint-'));
  const file = join(folder, 'template.json');
  const options = ['--format', 'json', '--include-checks', 'I', '--regions', ...regions];
  try {
    await writeFile(file, JSON.stringify(template));
    const { output } = await execute(pythonProgram('cfn-lint'), [...options, '--', file]);
    return (JSON.parse(output) as Match[]).map(toFinding(template));
  } finally {
    await rm(folder, { recursive: true });
  }
};
