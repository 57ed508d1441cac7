import * as vscode from 'vscode';
import { type GraphNode, type NodeKind, signs, type TopologyGraph } from '../../shared/graph';
import { revealSource } from '../documents/revealSource';
import type { TopologyServer } from '../server/server';

type Entry =
  | { readonly type: 'host'; readonly graph: TopologyGraph; readonly name: string; readonly label: string }
  | { readonly type: 'kind'; readonly graph: TopologyGraph; readonly host: string; readonly kind: NodeKind }
  | { readonly type: 'node'; readonly node: GraphNode };

const kinds: readonly NodeKind[] = ['iommu', 'device', 'domain', 'guest'];

const icons: Readonly<Record<NodeKind, string>> = {
  device: 'circuit-board',
  iommu: 'shield',
  domain: 'layers',
  guest: 'vm',
  memory: 'database',
};

/** Time without typing after which the tree follows the text, in milliseconds. */
const pause = 300;

/** The machine of the active file as a tree: hosts, their IOMMUs, devices, domains and guests. */
export class TopologyTree implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private timer: NodeJS.Timeout | undefined;
  private document: vscode.Uri | undefined;
  private readonly registrations: vscode.Disposable[];

  constructor(private readonly server: TopologyServer) {
    this.document = activeDocument();
    this.registrations = [
      vscode.window.registerTreeDataProvider('topology.tree', this),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.document = activeDocument() ?? this.document;
        this.changed.fire(undefined);
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.document?.toString())) this.changeSoon();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.document?.toString()) this.changeSoon();
      }),
      server.onDidStart(() => {
        this.changed.fire(undefined);
      }),
      vscode.commands.registerCommand('topology.revealInSource', (entry: Entry) => {
        if (entry.type === 'node') void revealSource(entry.node.where);
      }),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of this.registrations) one.dispose();
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    if (entry === undefined) return this.hosts();
    if (entry.type === 'host') return kindsOf(entry.graph, entry.name);
    if (entry.type === 'kind') return nodesOf(entry.graph, entry.host, entry.kind);
    return [];
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    if (entry.type === 'node') return nodeItem(entry);
    const expanded = vscode.TreeItemCollapsibleState.Expanded;
    if (entry.type === 'kind') return new vscode.TreeItem(kindWord(entry.kind), expanded);
    const item = new vscode.TreeItem(entry.label, expanded);
    item.iconPath = new vscode.ThemeIcon('server');
    return item;
  }

  private changeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changed.fire(undefined);
    }, pause);
  }

  private async hosts(): Promise<Entry[]> {
    if (this.document === undefined) return [];
    try {
      const params = { textDocument: { uri: this.document.toString() } };
      const graphs = await this.server.request<readonly TopologyGraph[] | null>('topology/graph', params);
      const graph = graphs?.[0];
      if (graph === undefined) return [];
      return graph.hosts.map(({ name, label }) => ({ type: 'host', graph, name, label }));
    } catch {
      // Without a server the view is empty; the status bar says why.
      return [];
    }
  }
}

function activeDocument(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'topo' ? document.uri : undefined;
}

function kindsOf(graph: TopologyGraph, host: string): Entry[] {
  const found = kinds.filter((kind) => nodesOf(graph, host, kind).length > 0);
  return found.map((kind) => ({ type: 'kind', graph, host, kind }));
}

function nodesOf(graph: TopologyGraph, host: string, kind: NodeKind): Entry[] {
  const nodes = graph.nodes.filter((node) => node.host === host && node.kind === kind);
  return nodes.map((node) => ({ type: 'node', node }));
}

function nodeItem(entry: Entry & { type: 'node' }): vscode.TreeItem {
  const { node } = entry;
  const item = new vscode.TreeItem(node.name);
  item.description = [signs[node.status], ...node.lines].filter((part) => part !== '').join(' · ');
  item.tooltip = [node.name, ...node.lines].join('\n');
  item.iconPath = new vscode.ThemeIcon(icons[node.kind], colourOf(node));
  item.command = {
    command: 'topology.revealInSource',
    title: vscode.l10n.t('Go to its declaration'),
    arguments: [entry],
  };
  return item;
}

function colourOf({ status }: GraphNode): vscode.ThemeColor | undefined {
  const colours = { coherent: 'charts.green', stale: 'charts.red', undecided: 'charts.orange', error: 'charts.orange' };
  return status === 'none' ? undefined : new vscode.ThemeColor(colours[status]);
}

function kindWord(kind: NodeKind): string {
  const { t } = vscode.l10n;
  const words = {
    device: t('Devices'),
    iommu: t('IOMMUs'),
    domain: t('Domains'),
    guest: t('Guests'),
    memory: t('Memory'),
  };
  return words[kind];
}
