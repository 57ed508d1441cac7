import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { GraphEdge, GraphHost, GraphNode, TopologyGraph } from '../../shared/graph';
import { bundled, type BundledGraph, gridOf, placeIn } from './bundles';
import { pack, type Size } from './pack';

/** A place in the drawing, in pixels from its left upper corner. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** The left upper corner of its label. */
  readonly label: Point | undefined;
}

export interface Drawing extends Size {
  readonly hosts: readonly { readonly host: GraphHost; readonly box: Box }[];
  readonly nodes: readonly PlacedNode[];
  /** The frames around devices that share one line. */
  readonly bundles: readonly Box[];
  readonly edges: readonly PlacedEdge[];
}

interface PlacedNode {
  readonly node: GraphNode;
  readonly box: Box;
}

export const lineHeight = 17;

const characterWidth = 7.4;

/** The scale down to which text can be read well. */
const legible = 0.85;

const elk = new ELK();

/** Each kind in a column of its own, in the order in which a request meets them; both ends of a request's way share the last. */
const columns: Readonly<Record<GraphNode['kind'], number>> = { device: 0, iommu: 1, domain: 2, guest: 3, memory: 3 };

export type Direction = 'RIGHT' | 'DOWN';

const options = {
  'elk.algorithm': 'layered',
  'elk.partitioning.activate': 'true',
  'elk.edgeRouting': 'SPLINES',
  'elk.spacing.nodeNode': '18',
};

/** What a drawing is for where nobody says more: the shape of a usual pane. */
const usualPane: Size = { width: 1280, height: 800 };

/**
 * Places a graph's parts; a request's way runs in the direction. The same graph gives the same drawing for the same pane.
 * Each host is laid out alone, since no request leaves its host, and the hosts are packed into the pane's shape.
 */
export async function layOut(
  graph: TopologyGraph,
  direction: Direction = 'RIGHT',
  pane: Size = usualPane,
): Promise<Drawing> {
  const parts = bundled(graph);
  const hosts = await Promise.all(graph.hosts.map((host) => layOutHost(host, parts, direction)));
  const { width, height, places } = pack(hosts, pane);
  const shifted = hosts.map((host, index) => moved(host, places[index] ?? { x: 0, y: 0 }));
  return {
    width,
    height,
    hosts: shifted.map(({ host, box }) => ({ host, box })),
    nodes: shifted.flatMap(({ nodes }) => nodes),
    bundles: shifted.flatMap(({ bundles }) => bundles),
    edges: shifted.flatMap(({ edges }) => edges),
  };
}

interface HostDrawing extends Size {
  readonly host: GraphHost;
  readonly box: Box;
  readonly nodes: readonly PlacedNode[];
  readonly bundles: readonly Box[];
  readonly edges: readonly PlacedEdge[];
}

async function layOutHost(host: GraphHost, parts: BundledGraph, direction: Direction): Promise<HostDrawing> {
  const single = parts.single.filter((node) => node.host === host.name);
  const bundles = parts.bundles.filter(({ members }) => members[0]?.host === host.name);
  const children = [
    ...bundles.map(({ id, members }) => elkNode(id, 'device', gridOf(members.map(sizeOf)))),
    ...single.map((node) => elkNode(node.id, node.kind, sizeOf(node))),
  ];
  const ids = new Set(children.map(({ id }) => id));
  const edges = parts.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const widest = Math.max(0, ...children.map(({ width = 0 }) => width));
  const placed: ElkNode = await elk.layout({
    id: 'host',
    layoutOptions: {
      ...options,
      'elk.direction': direction,
      // Between columns a label takes its length, between rows its height.
      'elk.layered.spacing.nodeNodeBetweenLayers': direction === 'RIGHT' ? '70' : '24',
      // The title stands inside, where a narrow column of nodes may be narrower than it.
      'elk.padding': `[top=38,left=18,bottom=18,right=${Math.max(18, widthOf(host.label) + 28 - widest)}]`,
    },
    children,
    edges: edges.map(elkEdge),
  });
  const box = boxOf(placed);
  const boxes = new Map((placed.children ?? []).map((child) => [child.id, boxOf(child)]));
  const frames = bundles.map(({ id, members }) => ({ members, box: boxes.get(id) ?? box }));
  return {
    ...{ host, box, width: box.width, height: box.height },
    nodes: [
      ...single.map((node) => ({ node, box: boxes.get(node.id) ?? box })),
      ...frames.flatMap((frame) => placedMembers(frame.members, frame.box)),
    ],
    bundles: frames.map((frame) => frame.box),
    edges: edges.flatMap((edge, index) => placedEdge(placed, edge, index)),
  };
}

function moved(drawing: HostDrawing, by: Point): HostDrawing {
  const point = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  const box = (one: Box): Box => ({ ...one, ...point(one) });
  return {
    ...drawing,
    box: box(drawing.box),
    nodes: drawing.nodes.map((one) => ({ node: one.node, box: box(one.box) })),
    bundles: drawing.bundles.map(box),
    edges: drawing.edges.map(({ edge, points, label }) => ({
      edge,
      points: points.map(point),
      label: label === undefined ? undefined : point(label),
    })),
  };
}

function placedMembers(members: readonly GraphNode[], frame: Box): PlacedNode[] {
  const grid = gridOf(members.map(sizeOf));
  return members.map((node, index) => {
    const { x, y } = placeIn(grid, index);
    return { node, box: { ...grid.cell, x: frame.x + x, y: frame.y + y } };
  });
}

/** About how wide a line of text is. */
const widthOf = (text: string) => Math.round(text.length * characterWidth);

/**
 * The drawing that can be shown larger in a pane: a request's way runs from left to right in a wide one, and down in a narrow one.
 * Where left to right is legible, it is taken.
 */
export async function layOutFor(graph: TopologyGraph, pane: Size): Promise<Drawing> {
  const scale = ({ width, height }: Drawing) => Math.min(1, pane.width / width, pane.height / height);
  const across = await layOut(graph, 'RIGHT', pane);
  if (scale(across) >= legible) return across;
  const down = await layOut(graph, 'DOWN', pane);
  return scale(down) > scale(across) ? down : across;
}

function sizeOf(node: GraphNode): Size {
  const longest = Math.max(...[`${node.kind} ${node.name}      `, ...node.lines].map((line) => line.length));
  return {
    width: Math.max(120, Math.round(longest * characterWidth) + 24),
    height: (node.lines.length + 1) * lineHeight + 14,
  };
}

function elkNode(id: string, kind: GraphNode['kind'], size: Size): ElkNode {
  const { width, height } = size;
  return { id, width, height, layoutOptions: { 'elk.partitioning.partition': String(columns[kind]) } };
}

function elkEdge(edge: GraphEdge, index: number): ElkExtendedEdge {
  const label = { text: edge.label, width: Math.round(edge.label.length * characterWidth) + 4, height: lineHeight };
  return { id: `edge ${index}`, sources: [edge.from], targets: [edge.to], labels: edge.label === '' ? [] : [label] };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Box {
  return { x, y, width, height };
}

function placedEdge(placed: ElkNode, edge: GraphEdge, index: number): PlacedEdge[] {
  const found = placed.edges?.find(({ id }) => id === `edge ${index}`);
  const section = found?.sections?.[0];
  if (found === undefined || section === undefined) return [];
  const label = found.labels?.[0];
  return [
    {
      edge,
      points: [section.startPoint, ...(section.bendPoints ?? []), section.endPoint],
      label: label?.x === undefined || label.y === undefined ? undefined : { x: label.x, y: label.y },
    },
  ];
}
