import type { Reason } from '../../shared/graph';
import { html } from './elements';
import { word } from './host';

/** A chain of reasons, one line a link, each with its source and the version from which it holds. */
export function reasonList(reasons: readonly Reason[]): HTMLElement {
  return html('ol', { class: 'reasons' }, ...reasons.map((reason) => html('li', {}, ...reasonParts(reason))));
}

export function reasonParts({ text, source, since, uncertain }: Reason): (Node | string)[] {
  const place = [source, since === null ? null : word('since', since)].filter((part) => part !== null).join(', ');
  return [
    text,
    ...(uncertain ? [html('em', {}, ` (${word('uncertain')})`)] : []),
    ...(place === '' ? [] : [html('div', { class: 'source' }, place)]),
  ];
}
