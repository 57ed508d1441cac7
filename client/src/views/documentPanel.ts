import * as vscode from 'vscode';
import { htmlOf, type Page } from './html';

/** How one kind of view shows a document. */
export interface DocumentView<Message extends Ready> {
  /** Its type, which menus and settings of the editor know it by. */
  readonly viewType: string;
  readonly page: (document: vscode.Uri) => Page;
  /** Loads and shows what the document has become. Called once the page can show it, and after each change. */
  readonly refresh: (panel: DocumentPanel<Message>, token: vscode.CancellationToken) => Promise<void>;
  readonly onMessage: (panel: DocumentPanel<Message>, message: Message) => void;
}

/** What the editor keeps of a page while it is closed: enough to show its document again. */
export interface PageState {
  readonly document: string;
}

interface Ready {
  readonly type: string;
}

/** Time without typing after which a view asks anew, in milliseconds. */
const pause = 150;

/** One panel beside the editor that follows one document until either is closed. */
export class DocumentPanel<Message extends Ready = Ready> implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private running: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** A message to a page that has not loaded yet would be lost. */
  private ready = false;

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
    const icon = (theme: string) => vscode.Uri.joinPath(extension, 'client', 'icons', `topo-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.disposables.push(
      panel.onDidDispose(() => {
        this.stop();
        onClose();
      }),
      panel.webview.onDidReceiveMessage((message: Message) => {
        if (message.type === 'ready') this.start();
        else view.onMessage(this, message);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
        if (changed.languageId === 'topo') this.refreshSoon();
      }),
      // Findings come with the server's start, with a file's opening, and when an import changes on disk.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === document.toString())) this.refreshSoon();
      }),
    );
    panel.webview.html = htmlOf(panel.webview, extension, document, view.page(document));
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
    if (!this.ready) return;
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

  stop(): void {
    clearTimeout(this.timer);
    this.running?.cancel();
    for (const one of this.disposables) one.dispose();
  }

  private start(): void {
    this.ready = true;
    void this.refresh();
  }
}

/** The panels of one kind: at most one for each document. They come back when the editor's window is loaded again. */
export class DocumentPanels<Message extends Ready> implements vscode.Disposable {
  private readonly panels = new Map<string, DocumentPanel<Message>>();
  private readonly registrations: readonly vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly view: DocumentView<Message>,
  ) {
    const serializer = vscode.window.registerWebviewPanelSerializer(view.viewType, {
      deserializeWebviewPanel: (panel, state?: PageState) => {
        if (state === undefined) panel.dispose();
        else this.adopt(vscode.Uri.parse(state.document), panel);
        return Promise.resolve();
      },
    });
    const renamed = vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) this.move(oldUri, newUri);
    });
    this.registrations = [serializer, renamed];
  }

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
    return this.adopt(document, vscode.window.createWebviewPanel(viewType, page(document).title, column, options));
  }

  refresh(): void {
    for (const panel of this.panels.values()) void panel.refresh();
  }

  /** The panels themselves stay: the editor gives them back to the extension's next life. */
  dispose(): void {
    for (const one of this.registrations) one.dispose();
    for (const panel of this.panels.values()) panel.stop();
  }

  private move(from: vscode.Uri, to: vscode.Uri): void {
    const panel = this.panels.get(from.toString());
    if (panel === undefined) return;
    panel.dispose();
    this.show(to);
  }

  private adopt(document: vscode.Uri, panel: vscode.WebviewPanel): DocumentPanel<Message> {
    const key = document.toString();
    const adopted = new DocumentPanel(document, panel, this.extension, this.view, () => this.panels.delete(key));
    this.panels.set(key, adopted);
    return adopted;
  }
}
