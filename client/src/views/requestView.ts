import * as vscode from 'vscode';
import type { TopologyServer } from '../server/server';
import { type DocumentPanel, DocumentPanels } from './documentPanel';
import type { Page } from './html';

/** A view whose page shows the answer to one request about its document, and shows it anew after each change. */
export interface RequestView<Answer, Message> {
  /** Its type, which menus and settings of the editor know it by. */
  readonly viewType: string;
  readonly page: (document: vscode.Uri) => Page;
  readonly method: string;
  readonly params: (document: vscode.Uri) => object;
  /** The message that makes the page show the answer. */
  readonly show: (answer: Answer, document: vscode.Uri) => object;
  /** What the page says besides that it is ready. */
  readonly onMessage: (message: Message, document: vscode.Uri) => void;
}

/** The panels of one view. They ask anew when a server starts, since an earlier one may have died before it answered. */
export function requestPanels<Answer, Message extends { readonly type: string }>(
  context: vscode.ExtensionContext,
  server: TopologyServer,
  view: RequestView<Answer, Message>,
): DocumentPanels<Message> {
  const panels = new DocumentPanels<Message>(context.extensionUri, {
    viewType: view.viewType,
    page: view.page,
    refresh: (panel, token) => refresh(server, view, panel, token),
    onMessage: (panel, message) => {
      view.onMessage(message, panel.document);
    },
  });
  const restarted = server.onDidStart(() => {
    panels.refresh();
  });
  context.subscriptions.push(panels, restarted);
  return panels;
}

async function refresh<Answer, Message extends { readonly type: string }>(
  server: TopologyServer,
  view: RequestView<Answer, Message>,
  panel: DocumentPanel<Message>,
  token: vscode.CancellationToken,
): Promise<void> {
  try {
    const answer = await server.request<Answer | null>(view.method, view.params(panel.document), token);
    if (token.isCancellationRequested) return;
    const unreadable = vscode.l10n.t('The server cannot read or analyse this file; its log says why.');
    panel.post(answer === null ? { type: 'notice', text: unreadable } : view.show(answer, panel.document));
  } catch (error) {
    if (token.isCancellationRequested || error instanceof vscode.CancellationError) return;
    panel.post({ type: 'notice', text: error instanceof Error ? error.message : String(error) });
  }
}
