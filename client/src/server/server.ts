import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import { hindrance, serverCommand } from './serverCommand';
import type { ServerCommand } from './serverPath';
import { type ServerState, stateFromServer, type StatusParams } from './serverState';

/** The language server's process and the connection to it: at most one at a time. */
export class TopologyServer {
  private client: LanguageClient | undefined;
  /** Starts and stops run one after the other, so that two quick restarts cannot leave two servers. */
  private lifecycle: Promise<void> = Promise.resolve();
  private readonly started = new vscode.EventEmitter<void>();

  /** A server runs that has not answered anything yet: views that show answers of an earlier one ask anew. */
  readonly onDidStart = this.started.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly onState: (state: ServerState) => void,
  ) {}

  /** As the running server names it. */
  get version(): string | undefined {
    return this.client?.initializeResult?.serverInfo?.version;
  }

  get processId(): number | undefined {
    return this.client?.serverProcess?.pid;
  }

  /** Starts the server. A failure is shown to the user, in the status bar and the log; it is not thrown. */
  start(): Promise<void> {
    return this.inTurn(() => this.launch());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.launch();
    });
  }

  /** Tells the running server the settings that it obeys; a server that starts later gets them with its start. */
  async sendSettings(): Promise<void> {
    if (this.client?.state !== State.Running) return;
    await this.client.sendNotification('workspace/didChangeConfiguration', {
      settings: { topology: serverSettings() },
    });
  }

  /**
   * Sends a request of this product's own, once a server that is starting has started.
   * @throws an Error in the user's words where there is no server to ask.
   */
  async request<Result>(method: string, params: object, token?: vscode.CancellationToken): Promise<Result> {
    await this.lifecycle;
    if (this.client?.state !== State.Running) {
      throw new Error(
        vscode.l10n.t('The Topology server does not run. Use "Topology: Restart Server", or see its log.'),
      );
    }

    // The library takes a token that is undefined for one more parameter.
    return token === undefined
      ? this.client.sendRequest<Result>(method, params)
      : this.client.sendRequest<Result>(method, params, token);
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.lifecycle = this.lifecycle.then(step);
    return this.lifecycle;
  }

  private async launch(): Promise<void> {
    const server = serverCommand(this.context.extensionPath);
    this.onState({ kind: 'starting' });
    this.log.info(`Server: ${[server.command, ...server.prefix, 'lsp'].join(' ')}`);
    const against = await hindrance(server);
    if (against !== undefined) {
      this.fail(against);
      return;
    }
    this.client = this.connect(server);
    try {
      await this.client.start();
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.onState({ kind: 'stopped' });
    try {
      if (client?.needsStop()) await client.dispose();
    } catch (error) {
      // A server that does not answer its shutdown is killed by the client; there is nothing left to do but say so.
      this.log.warn(messageOf(error));
    }
  }

  private connect({ command, cwd, prefix }: ServerCommand): LanguageClient {
    const client = new LanguageClient(
      'topology',
      'TopologyLang',
      { command, args: [...prefix, 'lsp'], transport: TransportKind.stdio, options: { cwd } },
      {
        documentSelector: [
          { scheme: 'file', language: 'topo' },
          { scheme: 'untitled', language: 'topo' },
        ],
        diagnosticCollectionName: 'topology',
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: serverSettings,
      },
    );
    client.onDidChangeState((change) => {
      if (this.client !== client) return;
      this.onState(fromClientState(change.newState));
      // The client starts a server that died by itself, so this is the one place that sees every start.
      if (change.newState === State.Running) this.announce();
    });
    client.onNotification('topology/status', (params: StatusParams) => {
      this.onState(stateFromServer(params));
    });
    return client;
  }

  private announce(): void {
    this.log.info(`Server runs as process ${String(this.processId)}`);
    this.started.fire();
  }

  private fail(message: string): void {
    this.onState({ kind: 'failed', message: doesNotRun(message) });
    this.log.error(message);
    const restart = vscode.l10n.t('Restart Server');
    const settings = vscode.l10n.t('Open Setting');
    void vscode.window.showErrorMessage(message, restart, settings).then((choice) => {
      if (choice === restart) void this.restart();
      if (choice === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'topology.server.path');
      }
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function serverSettings(): object {
  const settings = vscode.workspace.getConfiguration('topology');
  return {
    checker: {
      maxStates: settings.get<number>('checker.maxStates'),
      maxMemory: settings.get<string>('checker.maxMemory'),
      threads: settings.get<number>('checker.threads'),
      maxSeconds: settings.get<number>('checker.maxSeconds'),
    },
  };
}

function fromClientState(state: State): ServerState {
  switch (state) {
    case State.Running:
      return { kind: 'ready' };
    case State.Starting:
      return { kind: 'starting' };
    case State.Stopped:
    case State.StartFailed:
      return { kind: 'failed', message: doesNotRun(vscode.l10n.t('it ended. See its log.')) };
  }
}

function doesNotRun(why: string): string {
  return vscode.l10n.t('The Topology server does not run: {0}', why);
}
