import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { append, codeOf, eventually, exampleNames, findings, type HostTest, open, revert, runTopo } from './harness';

/** A finding as both sides give it: where it begins, how bad it is, and its code. */
type Line = string;

interface Checked {
  readonly diagnostics: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly severity: string;
    readonly code: string;
  }[];
}

const severities = ['error', 'warning', 'information', 'hint'];

async function checked(document: vscode.TextDocument): Promise<Line[]> {
  const { output } = await runTopo('check', '--format', 'json', document.uri.fsPath);
  const { diagnostics } = JSON.parse(output) as Checked;
  return diagnostics
    .filter(({ file }) => file === document.uri.fsPath)
    .map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`)
    .sort();
}

function shown(document: vscode.TextDocument): Line[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .map((finding) => {
      const { start } = finding.range;
      const severity = severities[finding.severity] ?? '';
      return `${start.line + 1}:${start.character + 1} ${severity} ${codeOf(finding)}`;
    })
    .sort();
}

export const examples: HostTest[] = [
  {
    name: 'there are examples',
    run: () => {
      assert.ok(exampleNames().length > 20);
      return Promise.resolve();
    },
  },
  ...exampleNames().map((name) => ({
    name: `${name} shows under Problems what "topo check" says of it`,
    run: async () => {
      const document = await open(name);
      const expected = await checked(document);
      if (expected.length === 0) {
        // A line that is surely wrong: its finding shows that the whole file has been looked at.
        const { lineCount } = document;
        await append(document, '\nexpect nobody-of-this-name coherent\n');
        const all = await findings(document, 'TOPO', lineCount);
        assert.equal(all.length, shown(document).length);
        await revert();
      } else {
        const all = expected.join('\n');
        await eventually('the same findings', () => shown(document).join('\n') === all || undefined).catch(() => {
          assert.deepEqual(shown(document), expected);
        });
      }
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    },
  })),
];
