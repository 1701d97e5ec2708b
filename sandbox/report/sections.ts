import { stringify } from 'yaml';
import type { Rehearsal } from '../rehearsal.ts';
import { type Markup, markup } from './markup.ts';
import { metricPlot } from './metric-plot.ts';
import { seriesOf } from './metric-series.ts';
import { section, table } from './table.ts';
import { clockText } from './time-text.ts';
import { weightsPlot } from './weights-plot.ts';

export const weightsSection = (rehearsal: Rehearsal): Markup =>
  section('weights', 'Where the traffic was', weightsPlot(rehearsal));

export const metricsSection = (rehearsal: Rehearsal): Markup => {
  const series = seriesOf(rehearsal.evidence);
  const plots = markup`<div class="metrics-grid">${series.map((each, index) => metricPlot(rehearsal, each, index))}</div>
<p class="key"><span><i class="swatch canary-line"></i>canary</span><span><i class="swatch stable-line"></i>stable</span><span><i class="swatch limit-line"></i>limit</span><span><i class="swatch bad-mark">✕</i>beyond the limit (filled: a regression)</span><span><i class="swatch unseen-mark"></i>not seen</span>${rehearsal.regression !== null && markup`<span><i class="swatch start-line"></i>the regression starts</span>`}</p>`;
  return section(
    'metrics',
    'Canary against stable',
    series.length === 0 ? markup`<p>No metric was judged.</p>` : plots,
  );
};

export const messagesSection = ({ notifications }: Rehearsal): Markup =>
  section(
    'messages',
    'What people were told',
    notifications.length === 0
      ? markup`<p>No message was sent.</p>`
      : markup`${notifications.map(
          ({ at, id, kind, severity, subject, message }) => markup`
<article class="message ${severity}">
<h3><time>${clockText(at)}</time> <span class="tag">${severity}</span> ${subject}</h3>
<p class="note">${kind} &middot; <code>${id}</code></p>
<pre>${message}</pre></article>`,
        )}`,
  );

export const interventionsSection = ({ interventions }: Rehearsal): Markup =>
  section(
    'interventions',
    'What people did',
    interventions.length === 0
      ? markup`<p>Nobody intervened.</p>`
      : table(
          'Interventions in order of time',
          ['Time', 'What'],
          interventions.map(({ at, what }) => [markup`<time>${clockText(at)}</time>`, what]),
        ),
  );

const resultOf = (checks: number, held: boolean): Markup | string => {
  if (!held) return markup`<b class="warn">broken</b>`;
  return checks === 0 ? 'nothing to check' : 'held';
};

export const invariantsSection = ({ invariants }: Rehearsal): Markup =>
  section(
    'invariants',
    'Invariants',
    invariants.length === 0
      ? markup`<p>No invariant was checked.</p>`
      : table(
          'What must never happen, checked at every step',
          ['Invariant', 'Checks', 'Result'],
          invariants.map(({ name, checks, held }) => [name, checks, resultOf(checks, held)]),
        ),
  );

export const planSection = ({ plan }: Rehearsal): Markup =>
  section(
    'plan',
    'The plan',
    plan === null
      ? markup`<p>The rollout was refused before it had a plan.</p>`
      : markup`<details><summary>The frozen plan of ${plan.service}: ${plan.rollout.steps
          .map(({ weight }) => `${weight} %`)
          .join(' → ')}, owner ${plan.owner}</summary>
<pre class="plan">${stringify(plan)}</pre></details>`,
  );
