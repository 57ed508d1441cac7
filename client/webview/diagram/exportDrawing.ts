import { svg } from '../shared/elements';

/** The properties that the style sheet gives; written into each element, the picture needs no style sheet any more. */
const styled = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'paint-order',
];

const visible = new Set(['rect', 'path', 'text']);

/** The drawing as a file of its own, in the colours that it has on the screen. */
export function standalone(content: SVGElement, width: number, height: number): string {
  const copy = content.cloneNode(true) as SVGElement;
  copy.removeAttribute('transform');
  const [originals, copies] = [content.querySelectorAll('*'), copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (target === undefined) return;
    for (const name of ['class', 'tabindex', 'role', 'data-id']) target.removeAttribute(name);
    if (!visible.has(original.localName)) return;
    const style = getComputedStyle(original);
    for (const name of styled) target.setAttribute(name, style.getPropertyValue(name));
  });
  copy.removeAttribute('class');
  const paper = getComputedStyle(document.body).backgroundColor;
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const root = svg('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
  });
  root.append(svg('rect', { ...size, fill: paper }), copy);
  return new XMLSerializer().serializeToString(root);
}

/** @returns The picture in base64, in twice the resolution. */
export async function png(content: SVGElement, width: number, height: number): Promise<string> {
  const picture = new Image();
  const address = URL.createObjectURL(new Blob([standalone(content, width, height)], { type: 'image/svg+xml' }));
  try {
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width) * 2;
    canvas.height = Math.ceil(height) * 2;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^.*,/, '');
  } finally {
    URL.revokeObjectURL(address);
  }
}
