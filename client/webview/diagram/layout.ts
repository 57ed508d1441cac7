import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { GraphEdge, GraphHost, GraphNode, TopologyGraph } from '../../shared/graph';

/** A place in the drawing, in pixels from its left upper corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
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

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly hosts: readonly { readonly host: GraphHost; readonly box: Box }[];
  readonly nodes: readonly { readonly node: GraphNode; readonly box: Box }[];
  readonly edges: readonly PlacedEdge[];
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
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.partitioning.activate': 'true',
  'elk.edgeRouting': 'SPLINES',
  'elk.spacing.nodeNode': '18',
};

/** Places a graph's parts; a request's way runs in the direction. The same graph gives the same drawing. */
export async function layOut(graph: TopologyGraph, direction: Direction = 'RIGHT'): Promise<Drawing> {
  // Between columns a label takes its length, between rows its height.
  const spacing = direction === 'RIGHT' ? '70' : '24';
  const directed = { ...options, 'elk.direction': direction, 'elk.layered.spacing.nodeNodeBetweenLayers': spacing };
  const unplaced: ElkNode = {
    id: 'graph',
    layoutOptions: { ...directed, 'elk.padding': '[top=12,left=12,bottom=12,right=12]' },
    children: graph.hosts.map((host) => hostNode(host, graph, directed)),
    edges: graph.edges.map(elkEdge),
  };
  const placed: ElkNode = await elk.layout(unplaced);
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    hosts: graph.hosts.flatMap((host) => {
      const found = placed.children?.find(({ id }) => id === `host ${host.name}`);
      return found === undefined ? [] : [{ host, box: boxOf(found) }];
    }),
    nodes: graph.nodes.flatMap((node) => {
      const parent = placed.children?.find(({ id }) => id === `host ${node.host}`);
      const found = parent?.children?.find(({ id }) => id === node.id);
      return parent === undefined || found === undefined ? [] : [{ node, box: boxOf(found, boxOf(parent)) }];
    }),
    edges: graph.edges.flatMap((edge, index) => placedEdge(placed, edge, index)),
  };
}

function hostNode(host: GraphHost, graph: TopologyGraph, directed: Readonly<Record<string, string>>): ElkNode {
  const children = graph.nodes.filter((node) => node.host === host.name).map(elkNode);
  const widest = Math.max(0, ...children.map(({ width = 0 }) => width));
  // The title stands inside, where a narrow column of nodes may be narrower than it.
  const right = Math.max(18, widthOf(host.label) + 28 - widest);
  return {
    id: `host ${host.name}`,
    layoutOptions: { ...directed, 'elk.padding': `[top=38,left=18,bottom=18,right=${right}]` },
    children,
  };
}

/** About how wide a line of text is. */
const widthOf = (text: string) => Math.round(text.length * characterWidth);

/**
 * The drawing that can be shown larger in a pane: a request's way runs from left to right in a wide one, and down in a narrow one.
 * Where left to right is legible, it is taken.
 */
export async function layOutFor(graph: TopologyGraph, pane: { width: number; height: number }): Promise<Drawing> {
  const scale = ({ width, height }: Drawing) => Math.min(1, pane.width / width, pane.height / height);
  const across = await layOut(graph);
  if (scale(across) >= legible) return across;
  const down = await layOut(graph, 'DOWN');
  return scale(down) > scale(across) ? down : across;
}

function elkNode(node: GraphNode): ElkNode {
  const longest = Math.max(...[`${node.kind} ${node.name}      `, ...node.lines].map((line) => line.length));
  return {
    id: node.id,
    width: Math.max(120, Math.round(longest * characterWidth) + 24),
    height: (node.lines.length + 1) * lineHeight + 14,
    layoutOptions: { 'elk.partitioning.partition': String(columns[node.kind]) },
  };
}

function elkEdge(edge: GraphEdge, index: number): ElkExtendedEdge {
  const label = { text: edge.label, width: Math.round(edge.label.length * characterWidth) + 4, height: lineHeight };
  return { id: `edge ${index}`, sources: [edge.from], targets: [edge.to], labels: edge.label === '' ? [] : [label] };
}

function boxOf(node: ElkNode, within: Point = { x: 0, y: 0 }): Box {
  return { x: (node.x ?? 0) + within.x, y: (node.y ?? 0) + within.y, width: node.width ?? 0, height: node.height ?? 0 };
}

/** ELK gives an edge's places relative to the node that contains both of its ends. */
function placedEdge(placed: ElkNode, edge: GraphEdge, index: number): PlacedEdge[] {
  const found = placed.edges?.find(({ id }) => id === `edge ${index}`) as
    (ElkExtendedEdge & { container?: string }) | undefined;
  const section = found?.sections?.[0];
  if (found === undefined || section === undefined) return [];
  const container = placed.children?.find(({ id }) => id === found.container);
  const origin = container === undefined ? { x: 0, y: 0 } : boxOf(container);
  const shifted = ({ x, y }: Point): Point => ({ x: x + origin.x, y: y + origin.y });
  const label = found.labels?.[0];
  return [
    {
      edge,
      points: [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(shifted),
      label: label?.x === undefined || label.y === undefined ? undefined : shifted({ x: label.x, y: label.y }),
    },
  ];
}
