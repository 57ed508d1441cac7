import { cellsOf, columnsOf, empty, type ExplainedRun, type ExplainedStep, type RunState } from '../../shared/runs';
import { html } from '../shared/elements';
import { word } from '../shared/host';

/** The state after each step, a row each; what a step changed carries a mark besides its colour. */
export function drawTable(run: ExplainedRun): HTMLElement {
  const [columns, unused] = split(columnsOf(run), (name) => everFilled(run, name));
  const heads = [
    word('step'),
    word('who'),
    word('what'),
    ...columns.map((name) => (name === 'expected' ? word('newest') : name)),
  ];
  const table = html(
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
  return html('div', {}, table, ...(unused.length === 0 ? [] : [note(unused)]));
}

/** A column in which nothing ever stands is said in words: most machines have more CPUs than a run needs. */
function note(unused: readonly string[]): HTMLElement {
  return html('p', { class: 'soft' }, word('unused', unused.join(', ')));
}

function everFilled(run: ExplainedRun, name: string): boolean {
  const states = [...(run.start === null ? [] : [run.start]), ...run.steps.map(({ state }) => state)];
  return states.some((state) => cellsOf(state).some((cell) => cell.name === name && cell.text !== empty));
}

function split(names: readonly string[], isFirst: (name: string) => boolean): [string[], string[]] {
  return [names.filter(isFirst), names.filter((name) => !isFirst(name))];
}

function whatOf({ action, buffer, line, overtakes }: ExplainedStep): (Node | string)[] {
  const words = buffer === null ? action : `${action} ${buffer}`;
  const overtaken = overtakes.map(({ statement, line: before }) => (before === null ? statement : String(before)));
  const places = [
    ...(line === null ? [] : [word('line', String(line))]),
    ...(overtaken.length === 0 ? [] : [word('early', overtaken.join(', '))]),
  ];
  return [words, ...places.map((place) => html('div', { class: 'place' }, place))];
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
      return html('td', marked ? { class: 'changed' } : {}, `${marked ? '● ' : ''}${cells.get(name) ?? empty}`);
    }),
  );
}
