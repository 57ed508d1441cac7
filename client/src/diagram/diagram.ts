import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat, FromDiagram, ToDiagram } from '../../shared/diagramMessages';
import type { TopologyGraph } from '../../shared/graph';
import { revealSource } from '../documents/revealSource';
import type { TopologyServer } from '../server/server';
import { topoDocument } from '../documents/topoDocument';
import type { DocumentPanel } from '../views/documentPanel';
import { requestPanels, type RequestView } from '../views/requestView';

/** The topology diagram: opened by command, follows the text and the cursor, leads back to the source. */
export function registerDiagram(context: vscode.ExtensionContext, server: TopologyServer): void {
  const panels = requestPanels(context, server, diagramView());
  const exportAs = (format: ExportFormat) => () => {
    const panel = panels.active ?? [...panels.all()].at(-1);
    if (panel === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a diagram first: "Topology: Show Diagram".'));
      return;
    }
    post(panel, { type: 'export', format });
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.showDiagram', (clicked?: unknown) => {
      const document = topoDocument(clicked);
      if (document !== undefined) panels.show(document);
    }),
    vscode.commands.registerCommand('topology.exportDiagramSvg', exportAs('svg')),
    vscode.commands.registerCommand('topology.exportDiagramPng', exportAs('png')),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      const [selection] = selections;
      if (textEditor.document.languageId !== 'topo' || selection === undefined) return;
      for (const panel of panels.all()) {
        post(panel, { type: 'select', file: textEditor.document.uri.fsPath, line: selection.active.line + 1 });
      }
    }),
  );
}

function diagramView(): RequestView<readonly TopologyGraph[], FromDiagram> {
  return {
    viewType: 'topology.diagram',
    page: (document) => ({
      name: 'diagram',
      title: vscode.l10n.t('Diagram of {0}', path.posix.basename(document.path)),
      words: diagramWords(),
    }),
    method: 'topology/graph',
    params: (document) => ({ textDocument: { uri: document.toString() } }),
    show: (graphs): ToDiagram => ({ type: 'graphs', graphs }),
    onMessage: (message, document) => {
      if (message.type === 'open') void revealSource(message.where);
      else if (message.type === 'exported') void save(document, message.format, message.content);
    },
  };
}

async function save(document: vscode.Uri, format: ExportFormat, content: string): Promise<void> {
  const suggested = document.with({ path: document.path.replace(/\.topo$/, `.${format}`), scheme: 'file' });
  const target = await vscode.window.showSaveDialog({
    defaultUri: suggested,
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(content, format === 'svg' ? 'utf8' : 'base64'));
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The diagram is saved as {0}.', vscode.workspace.asRelativePath(target)),
  );
}

function post(panel: DocumentPanel<FromDiagram>, message: ToDiagram): void {
  panel.post(message);
}

function diagramWords(): Record<string, string> {
  const { t } = vscode.l10n;
  return {
    empty: t('There is no machine in this text that can be drawn yet.'),
    cannotDraw: t('This machine cannot be drawn here; "topo graph" draws it. Please report it.'),
    scenario: t('State'),
    setUp: t('as declared'),
    zoomIn: t('Zoom in'),
    zoomOut: t('Zoom out'),
    fit: t('Fit'),
    coherent: t('coherent'),
    stale: t('stale'),
    undecided: t('undecided'),
    error: t('cannot run'),
    notHeld: t('declared, not held now'),
    atEnd: t('at the end of {0}'),
    help: t(
      'Click or press Enter on a node to go to its source. Arrow keys move the view, plus and minus zoom, 0 fits.',
    ),
  };
}
