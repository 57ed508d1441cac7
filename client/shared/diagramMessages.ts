import type { SourceRange, TopologyGraph } from './graph';

/** What the extension tells the diagram. */
export type ToDiagram =
  | { readonly type: 'graphs'; readonly graphs: readonly TopologyGraph[] }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'select'; readonly file: string; readonly line: number }
  | { readonly type: 'export'; readonly format: ExportFormat };

/** What the diagram tells the extension. */
export type FromDiagram =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly where: SourceRange }
  | { readonly type: 'exported'; readonly format: ExportFormat; readonly content: string };

/** SVG's content is its text, that of PNG is in base64. */
export type ExportFormat = 'svg' | 'png';
