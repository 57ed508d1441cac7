import * as vscode from 'vscode';
import type { ServerState } from './server/serverState';

/** The entry in the status bar: the server's state in words, and a way to its log. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('topology.status', vscode.StatusBarAlignment.Right, 100);

  constructor() {
    this.item.name = vscode.l10n.t('TopologyLang server');
    this.item.command = 'topology.showLog';
    this.show({ kind: 'starting' });
    this.item.show();
  }

  show(state: ServerState): void {
    const { icon, words, detail } = describe(state);
    this.item.text = `$(${icon}) ${words}`;
    this.item.tooltip = detail;
    this.item.accessibilityInformation = { label: detail };
    this.item.backgroundColor =
      state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}

interface Description {
  readonly icon: string;
  readonly words: string;
  readonly detail: string;
}

function describe(state: ServerState): Description {
  const { t } = vscode.l10n;
  switch (state.kind) {
    case 'starting':
      return { icon: 'loading~spin', words: t('Topology: starting'), detail: t('The Topology server is starting.') };
    case 'ready':
      return { icon: 'check', words: t('Topology: ready'), detail: t('The Topology server is ready.') };
    case 'analysing':
      return {
        icon: 'sync~spin',
        words: t('Topology: analysing'),
        detail: state.message ?? t('The Topology server is simulating.'),
      };
    case 'failed':
      return {
        icon: 'error',
        words: t('Topology: failed'),
        detail: state.message,
      };
    case 'stopped':
      return { icon: 'circle-slash', words: t('Topology: stopped'), detail: t('The Topology server is stopped.') };
  }
}
