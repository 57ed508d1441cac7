import type { FromDiagram, ToDiagram } from '../../shared/diagramMessages';
import { nodeAt, signs, type Status, type TopologyGraph } from '../../shared/graph';
import { button, html, svg } from '../shared/elements';
import { host, onMessage, word } from '../shared/host';
import { StateChoice } from '../shared/states';
import { draw } from './draw';
import { png, standalone } from './exportDrawing';
import { type Drawing, layOutFor } from './layout';
import { Viewport } from './viewport';

const canvas = svg('svg', { class: 'canvas', role: 'group', 'aria-label': word('help'), tabindex: 0 }) as SVGSVGElement;
const viewport = new Viewport(canvas);
const notice = html('p', { class: 'notice', role: 'status' });
const states = new StateChoice<TopologyGraph>(() => void show());

let timer: number | undefined;
/** Where the cursor is in the source. */
let cursor: { readonly file: string; readonly line: number } | undefined;
let shown: { readonly graph: TopologyGraph; readonly drawing: Drawing; readonly content: SVGElement } | undefined;

document.getElementById('page')?.append(toolbar(), notice, canvas);
onMessage(receive);
canvas.addEventListener('click', ({ target }) => {
  open(target);
});
canvas.addEventListener('keydown', onKey);
window.addEventListener('resize', showSoon);
send({ type: 'ready' });

function toolbar(): HTMLElement {
  const legend = (['coherent', 'stale', 'undecided', 'error'] satisfies Status[]).map((status) =>
    html('span', { class: `legend ${status}` }, `${signs[status]} ${word(status)}`),
  );
  return html(
    'header',
    { role: 'toolbar' },
    states.element,
    button('+', word('zoomIn'), () => {
      viewport.zoom(1.2);
    }),
    button('−', word('zoomOut'), () => {
      viewport.zoom(1 / 1.2);
    }),
    button(word('fit'), word('fit'), () => {
      viewport.fit();
    }),
    ...legend,
    html('span', { class: 'legend declared' }, `┄ ${word('notHeld')}`),
  );
}

function receive(message: ToDiagram): void {
  switch (message.type) {
    case 'graphs':
      states.show(message.graphs);
      void show();
      break;
    case 'notice':
      say(message.text);
      break;
    case 'select':
      cursor = message;
      select();
      break;
    case 'export':
      void exportAs(message.format);
  }
}

/** Draws the chosen state. A node that had the focus has it again. */
async function show(): Promise<void> {
  const graph = states.chosen;
  if (graph === undefined || graph.nodes.length === 0) {
    say(word('empty'));
    return;
  }
  // Without this test the redrawn node would take the focus from the editor, to which the user has gone.
  const focused = document.hasFocus() ? document.activeElement?.getAttribute('data-id') : null;
  const drawing = await layOutFor(graph, canvas.getBoundingClientRect()).catch(() => undefined);
  if (drawing === undefined) {
    say(word('cannotDraw'));
    return;
  }
  const content = draw(drawing);
  shown = { graph, drawing, content };
  viewport.show(content, drawing.width, drawing.height);
  say('');
  select();
  if (focused !== null && focused !== undefined) elementOf(focused)?.focus();
}

/** Another shape of the pane may want another drawing. */
function showSoon(): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void show(), 200);
}

function say(text: string): void {
  notice.textContent = text;
  notice.hidden = text === '';
}

function elementOf(id: string): SVGElement | null {
  return canvas.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`);
}

function select(): void {
  canvas.querySelector('.selected')?.classList.remove('selected');
  const node = shown === undefined || cursor === undefined ? undefined : nodeAt(shown.graph, cursor.file, cursor.line);
  const element = node === undefined ? null : elementOf(node.id);
  if (element === null) return;
  element.classList.add('selected');
  viewport.reveal(element);
}

function open(target: EventTarget | null): void {
  const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : undefined;
  const node = shown?.graph.nodes.find((one) => one.id === id);
  if (node !== undefined) send({ type: 'open', where: node.where });
}

function onKey(event: KeyboardEvent): void {
  const step = 40;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      viewport.move(step, 0);
    },
    ArrowRight: () => {
      viewport.move(-step, 0);
    },
    ArrowUp: () => {
      viewport.move(0, step);
    },
    ArrowDown: () => {
      viewport.move(0, -step);
    },
    '+': () => {
      viewport.zoom(1.2);
    },
    '-': () => {
      viewport.zoom(1 / 1.2);
    },
    '0': () => {
      viewport.fit();
    },
    Enter: () => {
      open(event.target);
    },
    ' ': () => {
      open(event.target);
    },
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

async function exportAs(format: 'svg' | 'png'): Promise<void> {
  if (shown === undefined) return;
  const { content, drawing } = shown;
  const picture = format === 'svg' ? standalone : png;
  send({ type: 'exported', format, content: await picture(content, drawing.width, drawing.height) });
}

function send(message: FromDiagram): void {
  host.postMessage(message);
}
