import type { GraphEdge, GraphNode, TopologyGraph } from '../../shared/graph';
import type { Size } from './pack';

/** Devices of one host whose requests go the same way with the same outcome: drawn side by side in one frame, with one line for all. */
export interface Bundle {
  readonly id: string;
  readonly members: readonly GraphNode[];
}

/** A graph with fewer parts to place. Each node is either single or in one bundle; an edge may begin at a bundle. */
export interface BundledGraph {
  readonly single: readonly GraphNode[];
  readonly bundles: readonly Bundle[];
  readonly edges: readonly GraphEdge[];
}

/** Fewer than this are seen at a glance without a frame around them. */
const fewest = 4;

export function bundled(graph: TopologyGraph): BundledGraph {
  const ways = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.kind !== 'device') continue;
    const way = wayOf(
      node,
      graph.edges.filter(({ from }) => from === node.id),
    );
    ways.set(way, [...(ways.get(way) ?? []), node]);
  }
  const bundles = [...ways.values()]
    .filter((members) => members.length >= fewest)
    .map((members) => ({ id: `bundle ${members[0]?.id ?? ''}`, members }));
  const bundleOf = new Map(bundles.flatMap(({ id, members }) => members.map((member) => [member.id, id] as const)));
  return {
    single: graph.nodes.filter(({ id }) => !bundleOf.has(id)),
    bundles,
    edges: joined(graph.edges, bundleOf),
  };
}

function wayOf({ host, status }: GraphNode, edges: readonly GraphEdge[]): string {
  return JSON.stringify([host, status, ...edges.map((edge) => [edge.to, edge.kind, edge.label, edge.status])]);
}

/** The edges of a bundle's members are the same but for where they begin: one stands for all. */
function joined(edges: readonly GraphEdge[], bundleOf: ReadonlyMap<string, string>): GraphEdge[] {
  const all = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const from = bundleOf.get(edge.from) ?? edge.from;
    const key = JSON.stringify([from, edge.to, edge.kind, edge.label, edge.status]);
    const devices = [...(all.get(key)?.devices ?? []), ...edge.devices];
    all.set(key, { ...edge, from, devices });
  }
  return [...all.values()];
}

/** How a bundle's members stand: in rows, about as wide as high. */
export interface Grid extends Size {
  readonly columns: number;
  readonly cell: Size;
}

const gap = 10;
const padding = 12;

export function gridOf(sizes: readonly Size[]): Grid {
  const cell = {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
  const columns = Math.max(1, Math.round(Math.sqrt((sizes.length * cell.height) / cell.width)));
  const rows = Math.ceil(sizes.length / columns);
  const along = (count: number, one: number) => count * one + (count - 1) * gap + 2 * padding;
  return { columns, cell, width: along(columns, cell.width), height: along(rows, cell.height) };
}

/** The left upper corner of a member, from the bundle's own. */
export function placeIn({ columns, cell }: Grid, index: number): { readonly x: number; readonly y: number } {
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return { x: padding + column * (cell.width + gap), y: padding + row * (cell.height + gap) };
}
