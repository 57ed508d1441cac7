/** Elements are made by hand: text is only ever set as text, so nothing in a file can become markup. */

type Attributes = Readonly<Record<string, string | number>>;

const svgNamespace = 'http://www.w3.org/2000/svg' as const;

export function svg(name: string, attributes: Attributes, ...children: (Node | string)[]): SVGElement {
  return filled(document.createElementNS(svgNamespace, name), attributes, children);
}

export function html(name: string, attributes: Attributes, ...children: (Node | string)[]): HTMLElement {
  return filled(document.createElement(name), attributes, children);
}

/** A sign drawn in lines, of 16 by 16: not every system has a font with the signs of players. */
export function icon(lines: string): SVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: lines }));
}

/** The head of an arrow, as the marker `tip`. */
export function arrowTip(): SVGElement {
  const marker = { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9 };
  const shape = svg('path', { d: 'M0 0 L8 4 L0 8', class: 'tip' });
  return svg('marker', { ...marker, markerUnits: 'userSpaceOnUse', orient: 'auto' }, shape);
}

export function button(label: string | Node, title: string, onClick: () => void): HTMLElement {
  const made = html('button', { type: 'button', title, 'aria-label': title }, label);
  made.addEventListener('click', onClick);
  return made;
}

function filled<Made extends Element>(element: Made, attributes: Attributes, children: (Node | string)[]): Made {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
