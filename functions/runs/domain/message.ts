import type { Message, MessageKind, Run, Severity } from './run.ts';

/** SNS takes subjects of at most 100 printable ASCII characters that begin with a letter or digit. */
export const subjectLimit = 100;

/** Makes a text fit for a subject: ASCII, one line, at most 100 characters. */
export const toSubject = (text: string): string => {
  const ascii = text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[–—−]/g, '-')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .replace(/^[^A-Za-z0-9]+/, '')
    .trim();
  if (ascii === '') return 'evenkeel';
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3).trimEnd()}...`;
};

/** The command that a person copies to call a function of this stack. */
export const invocation = (name: string, input: Readonly<Record<string, unknown>>): string =>
  `npx serverless invoke -f ${name} --data '${JSON.stringify(input)}'`;

export interface MessageDraft {
  readonly kind: MessageKind;
  readonly severity: Severity;
  readonly headline: string;
  readonly sentence: string;
  /** Lines of evidence and circumstances. */
  readonly facts: readonly string[];
  /** What can be answered, each with the command for it. */
  readonly answers: readonly { readonly to: string; readonly command: string }[];
}

/**
 * Dresses a draft as the message of the decision that a run is about to record. The id is made of
 * run, decision and kind, so that a repetition of the same decision has the same id.
 */
export const toMessage = (
  run: Pick<Run<unknown>, 'id' | 'version'>,
  draft: MessageDraft,
  at: number,
): Message => {
  const id = `${run.id}/${String(run.version + 1).padStart(5, '0')}/${draft.kind}`;
  const answers = draft.answers.flatMap(({ to, command }) => ['', `To ${to}:`, `  ${command}`]);
  const body = [draft.sentence, '', ...draft.facts, ...answers, '', `Message ${id}`].join('\n');
  return {
    id,
    runId: run.id,
    kind: draft.kind,
    severity: draft.severity,
    subject: toSubject(draft.headline),
    body,
    at,
  };
};
