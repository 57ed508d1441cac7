import type { SourceRange, TopologyGraph } from './graph';

/** What the extension tells the coherence matrix, and the other way round. */
export type ToMatrix =
  | { readonly type: 'graphs'; readonly graphs: readonly TopologyGraph[] }
  | { readonly type: 'notice'; readonly text: string };

export type FromMatrix = { readonly type: 'ready' } | { readonly type: 'open'; readonly where: SourceRange };
