import { signs } from '../../shared/graph';
import type { CopyFormat, FromRuns, ToRuns } from '../../shared/runMessages';
import { type ExplainedRun, fits, type RunKey, statusOf } from '../../shared/runs';
import { button, html, icon } from '../shared/elements';
import { host, onMessage, word } from '../shared/host';
import { drawSequence } from './drawSequence';
import { drawTable } from './drawTable';

const filter = html('input', {
  type: 'search',
  placeholder: word('filter'),
  'aria-label': word('filter'),
}) as HTMLInputElement;
const list = html('select', { 'aria-label': word('runs') }) as HTMLSelectElement;
const conclusion = html('p', { class: 'conclusion', role: 'status' });
const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
const picture = html('div', { class: 'picture' });
const states = html('div', { class: 'states', tabindex: 0, role: 'group', 'aria-label': word('help') });

let runs: readonly ExplainedRun[] = [];
let shown: ExplainedRun | undefined;
let step = 0;

document
  .getElementById('page')
  ?.append(toolbar(), conclusion, sentence, html('div', { class: 'sides' }, picture, states));
onMessage(receive);
list.addEventListener('change', () => {
  show(runs[Number(list.value)]);
});
filter.addEventListener('input', () => {
  listRuns(shown);
});
document.addEventListener('keydown', onKey);
new ResizeObserver(() => {
  document.querySelectorAll('.current').forEach(revealRow);
}).observe(picture);
for (const side of [picture, states]) side.addEventListener('click', onClick);
send({ type: 'ready' });

function toolbar(): HTMLElement {
  const go = (sign: string, key: string, to: () => number) =>
    button(icon(sign), word(key), () => {
      select(to());
    });
  const copy = (format: CopyFormat, label: string) =>
    button(label, word('copyAs', label), () => {
      if (shown !== undefined) send({ type: 'copy', key: keyOf(shown), format });
    });
  return html(
    'header',
    { role: 'toolbar' },
    filter,
    list,
    html(
      'span',
      { class: 'group' },
      go('M4 3 V13 M12 3 L7 8 L12 13', 'first', () => 0),
      go('M10 3 L5 8 L10 13', 'back', () => step - 1),
      go('M6 3 L11 8 L6 13', 'forward', () => step + 1),
      go('M12 3 V13 M4 3 L9 8 L4 13', 'last', () => shown?.steps.length ?? 0),
    ),
    button(word('debug'), word('debug'), () => {
      if (shown !== undefined && shown.steps.length > 0) send({ type: 'debug', key: keyOf(shown) });
    }),
    html(
      'span',
      { class: 'group' },
      html('span', { class: 'soft' }, word('copy')),
      copy('text', 'Text'),
      copy('mermaid', 'Mermaid'),
      copy('svg', 'SVG'),
    ),
  );
}

function receive(message: ToRuns): void {
  if (message.type === 'notice') {
    conclusion.textContent = message.text;
    return;
  }
  const wanted = message.show ?? (shown === undefined ? undefined : keyOf(shown));
  runs = message.runs;
  const first = firstFailing(runs.filter((run) => wanted !== undefined && fits(run, wanted))) ?? firstFailing(runs);
  listRuns(first);
  show(first);
}

function firstFailing(some: readonly ExplainedRun[]): ExplainedRun | undefined {
  return some.find((run) => statusOf(run) === 'stale') ?? some[0];
}

/** Runs whose words hold the filter's; the shown one stays in the list. */
function listRuns(selected: ExplainedRun | undefined): void {
  const wanted = filter.value.trim().toLowerCase();
  const entries = runs
    .map((run, index) => ({ run, index, label: labelOf(run) }))
    .filter(({ run, label }) => run === selected || label.toLowerCase().includes(wanted));
  list.replaceChildren(...entries.map(({ index, label }) => html('option', { value: index }, label)));
  list.value = String(selected === undefined ? '' : runs.indexOf(selected));
}

function labelOf(run: ExplainedRun): string {
  const place = run.scenario === null ? '' : `, ${run.scenario} ${word('run', String(run.run))}`;
  return `${signs[statusOf(run)]} ${run.program}${place}: ${run.hazard ?? run.verdict}`;
}

function show(run: ExplainedRun | undefined): void {
  const same = shown !== undefined && run !== undefined && fits(shown, keyOf(run));
  shown = run;
  conclusion.className = `conclusion ${run === undefined ? '' : statusOf(run)}`;
  conclusion.textContent = run === undefined ? word('empty') : `${signs[statusOf(run)]} ${run.conclusion}`;
  picture.replaceChildren(...(run === undefined || run.steps.length === 0 ? [] : drawSequence(run)));
  states.replaceChildren(...(run === undefined ? [] : [run.steps.length > 0 ? drawTable(run) : explored(run)]));
  select(same ? step : (run?.steps.length ?? 0));
}

/** Of a run without steps: what the answer rests on. */
function explored(run: ExplainedRun): HTMLElement {
  const lines = run.explored?.simplifications ?? [];
  return html('ul', {}, ...lines.map((line) => html('li', {}, line)));
}

function select(wanted: number): void {
  step = Math.min(Math.max(0, wanted), shown?.steps.length ?? 0);
  const chosen = shown?.steps[step - 1];
  sentence.textContent = chosen?.sentence ?? (shown !== undefined && shown.steps.length > 0 ? word('before') : '');
  for (const element of document.querySelectorAll('[data-step]')) {
    const current = element.getAttribute('data-step') === String(step);
    element.classList.toggle('current', current);
    if (element.localName === 'tr') element.setAttribute('aria-selected', String(current));
    if (current) revealRow(element);
  }
}

/** Up and down; across only as far as it takes to see the arrow of a message. */
function revealRow(element: Element): void {
  const side = element.closest('.picture, .states');
  if (side === null) return;
  const [box, view] = [element.getBoundingClientRect(), side.getBoundingClientRect()];
  const heads = side.querySelector('thead, .heads')?.getBoundingClientRect().height ?? 0;
  side.scrollTop += Math.min(0, box.top - view.top - heads) + Math.max(0, box.bottom - view.bottom);
  const arrow = element.querySelector('path')?.getBoundingClientRect();
  if (arrow === undefined) return;
  side.scrollLeft += Math.min(0, arrow.left - view.left - aside) + Math.max(0, arrow.right - view.right + aside);
}

/** Room for the words above an arrow, in pixels. */
const aside = 60;

function onClick({ target }: MouseEvent): void {
  const element = target instanceof Element ? target.closest('[data-step]') : null;
  if (element === null) return;
  select(Number(element.getAttribute('data-step')));
  openSource();
}

function openSource(): void {
  const chosen = shown?.steps[step - 1];
  const place = chosen?.line == null ? shown : chosen;
  if (place?.file != null && place.line != null) send({ type: 'open', file: place.file, line: place.line });
}

function onKey(event: KeyboardEvent): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: step + 1,
    ArrowRight: step + 1,
    ArrowUp: step - 1,
    ArrowLeft: step - 1,
    Home: 0,
    End: Number.MAX_SAFE_INTEGER,
  };
  const wanted = steps[event.key];
  if (wanted === undefined && event.key !== 'Enter') return;
  event.preventDefault();
  if (wanted === undefined) openSource();
  else select(wanted);
}

function keyOf({ program, scenario, run }: ExplainedRun): RunKey {
  return { program, scenario, run };
}

function send(message: FromRuns): void {
  host.postMessage(message);
}
