import * as vscode from 'vscode';
import { htmlOf, type Page } from './html';

/** How one kind of view shows a document. */
export interface DocumentView<Message> {
  /** Its type, which menus and settings of the editor know it by. */
  readonly viewType: string;
  readonly page: (document: vscode.Uri) => Page;
  /** Loads and shows what the document has become. Called once at the start and after each change. */
  readonly refresh: (panel: DocumentPanel<Message>, token: vscode.CancellationToken) => Promise<void>;
  readonly onMessage: (panel: DocumentPanel<Message>, message: Message) => void;
}

/** Time without typing after which a view asks anew, in milliseconds. */
const pause = 150;

/** One panel beside the editor that follows one document until either is closed. */
export class DocumentPanel<Message> implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private running: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly document: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly view: DocumentView<Message>,
    onClose: () => void,
  ) {
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')],
    };
    this.disposables.push(
      panel.onDidDispose(() => {
        this.stop();
        onClose();
      }),
      panel.webview.onDidReceiveMessage((message: Message) => {
        view.onMessage(this, message);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed.languageId === 'topo') this.refreshSoon();
      }),
      // Findings come with the server's start, with a file's opening, and when an import changes on disk.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === document.toString())) this.refreshSoon();
      }),
    );
    panel.webview.html = htmlOf(panel.webview, extension, view.page(document));
  }

  post(message: object): void {
    void this.panel.webview.postMessage(message);
  }

  refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.refresh();
    }, pause);
  }

  /** A newer request ends an older one, whose answer would be of an older text. */
  async refresh(): Promise<void> {
    this.running?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    try {
      await this.view.refresh(this, source.token);
    } finally {
      source.dispose();
      if (this.running === source) this.running = undefined;
    }
  }

  dispose(): void {
    this.panel.dispose();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.running?.cancel();
    for (const one of this.disposables) one.dispose();
  }
}

/** The panels of one kind: at most one for each document. */
export class DocumentPanels<Message> implements vscode.Disposable {
  private readonly panels = new Map<string, DocumentPanel<Message>>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly view: DocumentView<Message>,
  ) {}

  /** The panel whose tab is in front, if it is one of these. */
  get active(): DocumentPanel<Message> | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active);
  }

  all(): Iterable<DocumentPanel<Message>> {
    return this.panels.values();
  }

  /** Shows the document's panel beside the editor, which keeps the focus. */
  show(document: vscode.Uri): DocumentPanel<Message> {
    const key = document.toString();
    const known = this.panels.get(key);
    if (known !== undefined) {
      known.panel.reveal(undefined, true);
      return known;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const { viewType, page } = this.view;
    const options = { retainContextWhenHidden: true };
    const panel = vscode.window.createWebviewPanel(viewType, page(document).title, column, options);
    const created = new DocumentPanel(document, panel, this.extension, this.view, () => this.panels.delete(key));
    this.panels.set(key, created);
    return created;
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
  }
}
