/** The answer to `topology/graph`: see TopologyGraph of the server for what each part means. */

export type Status = 'none' | 'coherent' | 'undecided' | 'error' | 'stale';

export type NodeKind = 'device' | 'iommu' | 'domain' | 'guest' | 'memory';

/** Lines and columns from 1. */
export interface SourceRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One link of a chain of reasons, with where it is written. */
export interface Reason {
  readonly text: string;
  readonly source: string | null;
  readonly since: string | null;
  readonly uncertain: boolean;
}

export interface GraphHost {
  readonly name: string;
  readonly label: string;
  readonly where: SourceRange;
}

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly host: string;
  readonly lines: readonly string[];
  readonly box: number | null;
  readonly status: Status;
  readonly where: SourceRange;
  readonly declaration: SourceRange;
  /** Of a device: why it is in its box, or in none. */
  readonly why: readonly Reason[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'dma' | 'declared';
  readonly label: string;
  readonly status: Status;
  readonly devices: readonly string[];
}

export interface TopologyGraph {
  readonly scenario: string | null;
  readonly hosts: readonly GraphHost[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A sign besides the colour, so that no answer depends on colour alone. */
export const signs: Readonly<Record<Status, string>> = {
  none: '',
  coherent: '✓',
  undecided: '?',
  error: '!',
  stale: '✗',
};

/** The node whose declaration holds the line, counted from 1. */
export function nodeAt(graph: TopologyGraph, file: string, line: number): GraphNode | undefined {
  return graph.nodes.find(
    ({ kind, declaration }) =>
      kind !== 'memory' && declaration.file === file && declaration.line <= line && line <= declaration.endLine,
  );
}
