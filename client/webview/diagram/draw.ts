import { type GraphNode, signs } from '../../shared/graph';
import { arrowTip, svg } from '../shared/elements';
import { word } from '../shared/host';
import { curve } from './curve';
import { type Box, type Drawing, lineHeight, type PlacedEdge } from './layout';

const baseline = 19;

/** The drawing as one group of SVG; colours are the style sheet's. */
export function draw(drawing: Drawing): SVGElement {
  return svg(
    'g',
    { class: 'drawing' },
    svg('defs', {}, arrowTip()),
    ...drawing.hosts.map(({ host, box }) =>
      svg('g', { class: 'host' }, frame(box, 10), text(box.x + 14, box.y + 23, 'title', host.label)),
    ),
    ...drawing.bundles.map((box) => svg('g', { class: 'bundle' }, frame(box, 8))),
    ...drawing.edges.map(drawEdge),
    ...drawing.nodes.map(({ node, box }) => drawNode(node, box)),
  );
}

function drawNode(node: GraphNode, box: Box): SVGElement {
  const sign = signs[node.status];
  const heading = node.kind === 'memory' ? node.name : `${node.kind === 'iommu' ? 'IOMMU' : node.kind} ${node.name}`;
  return svg(
    'g',
    {
      class: `node ${node.status}`,
      tabindex: 0,
      role: 'button',
      'aria-label': [heading, ...node.lines, node.status === 'none' ? '' : word(node.status)]
        .filter(Boolean)
        .join(', '),
      'data-id': node.id,
    },
    frame(box, 6),
    text(box.x + 10, box.y + baseline, 'name', heading),
    ...(sign === '' ? [] : [text(box.x + box.width - 20, box.y + baseline, 'name', sign)]),
    ...node.lines.map((line, index) => text(box.x + 10, box.y + baseline + (index + 1) * lineHeight, 'soft', line)),
  );
}

function drawEdge({ edge, points, label }: PlacedEdge): SVGElement {
  const style = edge.kind === 'declared' ? 'declared' : edge.status;
  return svg(
    'g',
    { class: `edge ${style}` },
    svg('path', { d: curve(points), 'marker-end': 'url(#tip)' }),
    ...(label === undefined ? [] : [text(label.x + 2, label.y + 13, 'label', edge.label)]),
  );
}

function frame(box: Box, radius: number): SVGElement {
  return svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: radius });
}

function text(x: number, y: number, style: string, content: string): SVGElement {
  return svg('text', { x, y, class: style }, content);
}
