import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { usage } from './processes.mjs';

/**
 * @typedef {{ line: number, character: number }} Place Counted from 0.
 * @typedef {{ severity?: number, code?: unknown, range: { start: Place } }} Diagnostic
 * @typedef {{ uri: string, version?: number, diagnostics: Diagnostic[] }} Publication
 * @typedef {{ items: { section?: string }[] }} ConfigurationParams
 *
 * @typedef {object} Candidate A language server and the text that it is given.
 * @property {string} name
 * @property {string[]} command
 * @property {string} language
 * @property {string} file
 * @property {string} text
 * @property {Record<string, unknown>} settings By section, for servers that ask and for those that are told.
 * @property {Place} letter Where one letter more makes a mistake.
 * @property {Place[]} hovers
 * @property {Place[]} completions
 * @property {string} [always] A code that every complete publication has: a server may publish syntax errors alone first.
 */

/** A client at a language server that runs in a process of its own. It sees what an editor sees. */
export class Session {
  #version = 0;
  #pulls = false;

  /** @type {((publication: Publication) => void) | undefined} */
  #published;

  /** @param {Candidate} candidate */
  constructor(candidate) {
    this.candidate = candidate;
    this.uri = pathToFileURL(candidate.file).href;
    const [program = '', ...args] = candidate.command;
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onRequest('workspace/configuration', (/** @type {ConfigurationParams} */ { items }) =>
      items.map(({ section }) => candidate.settings[section ?? ''] ?? null),
    );
    this.connection.onRequest(() => null);
    this.connection.onNotification('textDocument/publishDiagnostics', (/** @type {Publication} */ publication) => {
      if (publication.uri === this.uri) this.#published?.(publication);
    });
    this.connection.listen();
  }

  async initialize() {
    const folder = new URL('.', this.uri).href;
    /** @type {{ capabilities: { diagnosticProvider?: unknown } }} */
    const { capabilities } = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: 'benchmark' }],
      initializationOptions: { provideFormatter: false },
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          diagnostic: {},
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    this.#pulls = capabilities.diagnosticProvider !== undefined;
    await this.connection.sendNotification('initialized', {});
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: this.candidate.settings });
  }

  /** Opens the text with a mistake in it, which every server has something to say about. */
  async open() {
    const { language: languageId, text, letter } = this.candidate;
    const lines = text.split('\n');
    const line = lines[letter.line] ?? '';
    lines[letter.line] = `${line.slice(0, letter.character)}x${line.slice(letter.character)}`;
    const textDocument = { uri: this.uri, languageId, version: ++this.#version, text: lines.join('\n') };
    await this.#untilShown(true, () => this.connection.sendNotification('textDocument/didOpen', { textDocument }));
  }

  /**
   * Writes the letter or takes it away, and waits until that is seen in the diagnostics.
   * @param {boolean} mistaken
   */
  async edit(mistaken) {
    const { line, character } = this.candidate.letter;
    const end = { line, character: mistaken ? character : character + 1 };
    const change = { range: { start: { line, character }, end }, text: mistaken ? 'x' : '' };
    const textDocument = { uri: this.uri, version: ++this.#version };
    await this.#untilShown(mistaken, () =>
      this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [change] }),
    );
  }

  /** @param {string} method @param {Place} position @returns {Promise<unknown>} */
  ask(method, position) {
    return this.connection.sendRequest(method, { textDocument: { uri: this.uri }, position });
  }

  usage() {
    return usage(this.process.pid ?? 0);
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    // Some servers stay after exit; none of them is waited for.
    setTimeout(() => this.process.kill(), 500).unref();
    await ended;
    this.connection.dispose();
  }

  /**
   * A server that answers when it is asked is asked, since it then waits for no further key; any other is waited for.
   * @param {boolean} mistaken
   * @param {() => Promise<void>} send
   */
  async #untilShown(mistaken, send) {
    if (this.#pulls) {
      await send();
      await this.#pull(mistaken);
      return;
    }
    const shown = new Promise((resolve) => {
      this.#published = ({ version, diagnostics }) => {
        const ofThisVersion = version === undefined || version === this.#version;
        if (ofThisVersion && this.#isShown(mistaken, diagnostics)) resolve(undefined);
      };
    });
    await send();
    await shown;
  }

  /** @param {boolean} mistaken */
  async #pull(mistaken) {
    /** @type {{ items: Diagnostic[] }} */
    const { items } = await this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: this.uri } });
    if (!this.#isShown(mistaken, items)) throw new Error(`${this.candidate.name} answered about another text`);
  }

  /** @param {boolean} mistaken @param {Diagnostic[]} diagnostics */
  #isShown(mistaken, diagnostics) {
    const { letter, always } = this.candidate;
    const here = diagnostics.some(({ severity, range }) => severity !== 4 && range.start.line === letter.line);
    return here === mistaken && (always === undefined || diagnostics.some(({ code }) => code === always));
  }
}
