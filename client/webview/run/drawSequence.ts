import type { ExplainedRun } from '../../shared/runs';
import { arrowTip, svg } from '../shared/elements';
import { type Message, sequenceOf } from './sequence';

const column = 130;
const row = 44;
const head = 40;

/** The sequence diagram, below the names of its lifelines, which stay in sight; each message carries the number of its step. */
export function drawSequence(run: ExplainedRun): SVGElement[] {
  const { lifelines, messages } = sequenceOf(run);
  const x = (name: string) => column / 2 + lifelines.indexOf(name) * column;
  const [width, height] = [lifelines.length * column, (messages.length + 1) * row];
  const names = lifelines.map((name) =>
    svg('text', { class: 'head', x: x(name), y: 24, 'text-anchor': 'middle' }, name),
  );
  const lines = lifelines.map((name) =>
    svg('line', { class: 'lifeline', x1: x(name), x2: x(name), y1: 0, y2: height }),
  );
  return [
    part('sequence heads', width, head, names),
    part('sequence', width, height, [
      svg('defs', {}, arrowTip()),
      ...lines,
      ...messages.map((message) => drawMessage(message, x(message.from), x(message.to), width)),
    ]),
  ];
}

/** It shrinks into a narrow pane as far as its text stays legible. */
function part(style: string, width: number, height: number, children: readonly SVGElement[]): SVGElement {
  const shape = { class: style, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' };
  const picture = svg('svg', shape, ...children);
  picture.style.maxWidth = `${width}px`;
  picture.style.minWidth = `${Math.round(width * 0.7)}px`;
  return picture;
}

function drawMessage(message: Message, from: number, to: number, width: number): SVGElement {
  const y = message.step * row - 8;
  const itself = `M${from} ${y - 8} h26 v16 h-22`;
  const line = from === to ? itself : `M${from} ${y} L${to + (to > from ? -4 : 4)} ${y}`;
  const [anchor, middle] = from === to ? ['start', from + 8] : ['middle', (from + to) / 2];
  return svg(
    'g',
    { class: message.stale ? 'message stale' : 'message', 'data-step': message.step },
    svg('rect', { class: 'touch', x: 2, y: y - 28, width: width - 4, height: row, rx: 4 }),
    svg('path', { d: line, 'marker-end': 'url(#tip)' }),
    svg(
      'text',
      { x: middle, y: y - 12, 'text-anchor': anchor },
      `${message.step} ${message.early ? '⇑ ' : ''}${message.text}${message.stale ? ' ✗' : ''}`,
    ),
  );
}
