import { cellsOf, columnsOf, type ExplainedRun, type ExplainedStep, type RunState } from '../../shared/runs';
import { html } from '../shared/elements';
import { word } from '../shared/host';

/** The state after each step, a row each; what a step changed carries a mark besides its colour. */
export function drawTable(run: ExplainedRun): HTMLElement {
  const columns = columnsOf(run);
  const heads = [
    word('step'),
    word('who'),
    word('what'),
    ...columns.map((name) => (name === 'expected' ? word('newest') : name)),
  ];
  return html(
    'table',
    {},
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html(
      'tbody',
      {},
      ...(run.start === null ? [] : [stateRow(0, '', [word('start')], run.start, columns, [])]),
      ...run.steps.map((step) => stateRow(step.number, step.actor, whatOf(step), step.state, columns, step.changed)),
    ),
  );
}

function whatOf({ action, buffer, line }: ExplainedStep): (Node | string)[] {
  const words = buffer === null ? action : `${action} ${buffer}`;
  return line === null ? [words] : [words, html('div', { class: 'place' }, word('line', String(line)))];
}

function stateRow(
  step: number,
  who: string,
  what: readonly (Node | string)[],
  state: RunState,
  columns: readonly string[],
  changed: readonly string[],
): HTMLElement {
  const cells = new Map(cellsOf(state).map(({ name, text }) => [name, text]));
  return html(
    'tr',
    { 'data-step': step },
    html('td', {}, step === 0 ? '' : String(step)),
    html('td', {}, who),
    html('td', {}, ...what),
    ...columns.map((name) => {
      const marked = changed.includes(name);
      return html('td', marked ? { class: 'changed' } : {}, `${marked ? '● ' : ''}${cells.get(name) ?? '–'}`);
    }),
  );
}
