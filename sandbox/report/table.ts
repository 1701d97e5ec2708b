import { type Markup, markup } from './markup.ts';

/** One row for each entry of `rows`, with a cell for each column. */
export const table = (
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (Markup | string | number)[])[],
): Markup => markup`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
  (cells) => markup`
<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
)}</tbody></table></div>`;

/** A section with a heading and an anchor. */
export const section = (id: string, title: string, body: Markup, note?: string): Markup =>
  markup`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>${
    note !== undefined &&
    markup`
<p class="note">${note}</p>`
  }
${body}
</section>`;

/** Folded away where there is more than a screen of it. */
export const folded = (isLong: boolean, summary: string, body: Markup): Markup =>
  isLong ? markup`<details><summary>${summary}</summary>${body}</details>` : body;
