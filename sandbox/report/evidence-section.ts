import type { MetricVerdict } from '../../functions/rollout/domain/verdict.ts';
import type { Evidence, Rehearsal } from '../rehearsal.ts';
import { type Markup, markup } from './markup.ts';
import { folded, section, table } from './table.ts';
import { clockText } from './time-text.ts';

const chip = (verdict: string): Markup =>
  markup`<span class="chip verdict-${verdict}">${verdict}</span>`;

const metricLine = (metric: MetricVerdict): Markup => markup`
<li>${chip(metric.verdict)} <b>${metric.title}</b>${metric.importance === 'advisory' && ' (advisory)'} ${metric.because}</li>`;

const sentence = ({ because, metrics }: Evidence): Markup =>
  metrics.length === 0
    ? markup`${because}`
    : markup`<details class="metrics"><summary>${because}</summary><ul>${metrics.map(metricLine)}</ul></details>`;

const longestOpen = 15;

/** Every verdict with its sentence; each sentence opens to what every metric said. */
export const evidenceSection = ({ evidence }: Rehearsal): Markup => {
  const rows = evidence.map((each) => [
    markup`<time>${clockText(each.at)}</time>`,
    `${each.weight} %`,
    chip(each.verdict),
    sentence(each),
  ]);
  const columns = ['Time', 'Canary', 'Verdict', 'Because'];
  const body =
    rows.length === 0
      ? markup`<p>Nothing was measured.</p>`
      : folded(
          rows.length > longestOpen,
          `All ${rows.length} verdicts`,
          table('Verdicts in order of time', columns, rows),
        );
  return section('verdicts', 'Verdicts', body, 'Open a sentence to see what each metric said.');
};
