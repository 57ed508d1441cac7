import * as vscode from 'vscode';
import type { TopologyServer } from '../server';
import { topoDocument } from '../topoDocument';
import { type DocumentPanel, DocumentPanels, type DocumentView } from './documentPanel';
import type { Page } from './html';

/** A view whose page shows the answer to one request about its document, and shows it anew after each change. */
export interface RequestView<Answer, Message> {
  readonly command: string;
  readonly viewType: string;
  readonly page: (document: vscode.Uri) => Page;
  readonly method: string;
  readonly params: (document: vscode.Uri) => object;
  readonly show: (answer: Answer) => object;
  /** What the page says besides that it is ready. */
  readonly onMessage: (message: Message, panel: DocumentPanel<Message>) => void;
}

interface Ready {
  readonly type: string;
}

/** Opens by command, at most one panel for each document. */
export function registerRequestView<Answer, Message extends Ready>(
  context: vscode.ExtensionContext,
  server: TopologyServer,
  view: RequestView<Answer, Message>,
): DocumentPanels<Message> {
  const panelView: DocumentView<Message> = {
    viewType: view.viewType,
    page: view.page,
    refresh: (panel, token) => refresh(server, view, panel, token),
    onMessage: (panel, message) => {
      if (message.type === 'ready') void panel.refresh();
      else view.onMessage(message, panel);
    },
  };
  const panels = new DocumentPanels(context.extensionUri, panelView);
  const show = vscode.commands.registerCommand(view.command, (clicked?: unknown) => {
    const document = topoDocument(clicked);
    if (document !== undefined) panels.show(document);
  });
  const restarted = server.onDidStart(() => {
    for (const panel of panels.all()) void panel.refresh();
  });
  context.subscriptions.push(panels, show, restarted);
  return panels;
}

async function refresh<Answer, Message>(
  server: TopologyServer,
  view: RequestView<Answer, Message>,
  panel: DocumentPanel<Message>,
  token: vscode.CancellationToken,
): Promise<void> {
  try {
    const answer = await server.request<Answer | null>(view.method, view.params(panel.document), token);
    if (token.isCancellationRequested) return;
    const unreadable = vscode.l10n.t('The server cannot read or analyse this file; its log says why.');
    panel.post(answer === null ? { type: 'notice', text: unreadable } : view.show(answer));
  } catch (error) {
    if (token.isCancellationRequested || error instanceof vscode.CancellationError) return;
    panel.post({ type: 'notice', text: error instanceof Error ? error.message : String(error) });
  }
}
