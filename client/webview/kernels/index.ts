import type { FromKernels, KernelChange, KernelReport, ToKernels } from '../../shared/kernels';
import { html } from '../shared/elements';
import { host, onMessage, word } from '../shared/host';
import { reasonParts } from '../shared/reasons';

const notice = html('p', { class: 'notice', role: 'status' });
const content = html('div', { class: 'content', tabindex: 0 });

document.getElementById('page')?.append(notice, content);
onMessage((message: ToKernels) => {
  if (message.type === 'notice') notice.textContent = message.text;
  else show(message.report);
});
const ready: FromKernels = { type: 'ready' };
host.postMessage(ready);

function show(report: KernelReport): void {
  const hosts = report.hosts.map(({ name, kernel }) => `${name}: Linux ${kernel}`).join(', ');
  const compared = word(
    'compared',
    report.kernels[0] ?? '',
    report.kernels.at(-1) ?? '',
    String(report.kernels.length),
  );
  notice.textContent = `${hosts}. ${compared}`;
  const own = new Set(report.hosts.map(({ simulatedAs }) => simulatedAs));
  content.replaceChildren(
    report.changes.length === 0 ? html('p', {}, word('none')) : table(report.changes, own),
    html('p', { class: 'source' }, word('versions', report.kernels.join(', '))),
  );
}

function table(changes: readonly KernelChange[], own: ReadonlySet<string>): HTMLElement {
  const heads = ['from', 'about', 'before', 'after', 'because'].map((key) => html('th', { scope: 'col' }, word(key)));
  return html(
    'table',
    {},
    html('thead', {}, html('tr', {}, ...heads)),
    html('tbody', {}, ...changes.map((change) => row(change, own))),
  );
}

function row(change: KernelChange, own: ReadonlySet<string>): HTMLElement {
  const mine = own.has(change.kernel);
  const about = change.scenario === null ? change.subject : `${change.scenario}: ${change.subject}`;
  return html(
    'tr',
    mine ? { class: 'own' } : {},
    html('td', {}, `Linux ${change.kernel}${mine ? ` ${word('own')}` : ''}`),
    html('td', {}, about, html('div', { class: 'source' }, change.kind)),
    html('td', {}, change.before ?? '–'),
    html('td', {}, html('strong', {}, change.after ?? '–')),
    html('td', {}, ...(change.why === null ? ['–'] : reasonParts(change.why))),
  );
}
