import type { ExplainedRun, RunKey, RunWish } from './runs';

export type CopyFormat = 'text' | 'mermaid' | 'svg';

/** What the extension tells the run viewer. */
export type ToRuns =
  | { readonly type: 'runs'; readonly runs: readonly ExplainedRun[]; readonly show: RunWish | undefined }
  | { readonly type: 'notice'; readonly text: string };

/** What the run viewer tells the extension. */
export type FromRuns =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly file: string; readonly line: number }
  | { readonly type: 'copy'; readonly key: RunKey; readonly format: CopyFormat }
  | { readonly type: 'debug'; readonly key: RunKey };
