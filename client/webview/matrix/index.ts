import { type GraphNode, signs, type TopologyGraph } from '../../shared/graph';
import type { FromMatrix, ToMatrix } from '../../shared/matrix';
import { button, html } from '../shared/elements';
import { host, onMessage, word } from '../shared/host';
import { reasonList } from '../shared/reasons';
import { StateChoice } from '../shared/states';

const states = new StateChoice<TopologyGraph>(() => {
  show();
});
const notice = html('p', { class: 'notice', role: 'status' });
const table = html('div', { class: 'matrix', role: 'table', 'aria-label': word('title') });
const why = html('section', { class: 'why', 'aria-live': 'polite' });

let chosen: string | undefined;

document.getElementById('page')?.append(html('header', { role: 'toolbar' }, states.element), notice, table, why);
onMessage((message: ToMatrix) => {
  if (message.type === 'notice') {
    notice.textContent = message.text;
    return;
  }
  states.show(message.graphs);
  show();
});
send({ type: 'ready' });

function show(): void {
  const graph = states.chosen;
  const devices = (graph?.nodes ?? []).filter(({ kind }) => kind === 'device');
  notice.textContent = devices.length === 0 ? word('empty') : word('help');
  table.replaceChildren(
    line(html('span', {}), head('possible'), head('impossible')),
    line(head('blocked'), cell(1, devices), cell(2, devices)),
    line(head('notBlocked'), cell(3, devices), cell(4, devices)),
  );
  const outside = devices.filter(({ box }) => box === null);
  if (outside.length > 0)
    table.append(line(head('noBox'), html('div', { class: 'box', role: 'cell' }, ...outside.map(chip))));
  explain(devices.find(({ id }) => id === chosen));
}

function line(...cells: HTMLElement[]): HTMLElement {
  return html('div', { role: 'row', class: 'row' }, ...cells);
}

function head(key: string): HTMLElement {
  return html('strong', { role: 'rowheader' }, word(key));
}

function cell(box: number, devices: readonly GraphNode[]): HTMLElement {
  const inside = devices.filter((device) => device.box === box);
  return html(
    'div',
    { class: `box box${box}`, role: 'cell' },
    html('span', { class: 'number' }, word('box', String(box))),
    ...inside.map(chip),
  );
}

function chip(device: GraphNode): HTMLElement {
  const made = button(`${device.name} ${signs[device.status]}`.trim(), word('why', device.name), () => {
    chosen = device.id;
    explain(device);
  });
  made.classList.add('chip', device.status);
  return made;
}

function explain(device: GraphNode | undefined): void {
  if (device === undefined) {
    why.replaceChildren();
    return;
  }
  const open = button(word('open'), word('open'), () => {
    send({ type: 'open', where: device.where });
  });
  const title = device.box === null ? word('whyNone', device.name) : word('whyBox', device.name, String(device.box));
  why.replaceChildren(html('h2', {}, title), reasonList(device.why), open);
}

function send(message: FromMatrix): void {
  host.postMessage(message);
}
