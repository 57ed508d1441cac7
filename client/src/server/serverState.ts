/** What the language server is doing, as the status bar shows it. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'analysing'; readonly message?: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

/** The parameters of the server's `topology/status` notification. */
export interface StatusParams {
  readonly state: string;
  readonly message?: string;
}

/** A state this client does not know counts as ready: the server is there, and it answers. */
export function stateFromServer(params: StatusParams): ServerState {
  switch (params.state) {
    case 'analysing':
      return params.message === undefined ? { kind: 'analysing' } : { kind: 'analysing', message: params.message };
    case 'failed':
      return { kind: 'failed', message: params.message ?? '' };
    default:
      return { kind: 'ready' };
  }
}
