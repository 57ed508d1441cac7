import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { append, findings, hoverText, type HostTest, openNew, serverProcess } from './harness';

/** `typed` is written into the open file: the editor itself refuses to open a file that looks like a binary one. */
const files: { name: string; content: string | Uint8Array; typed?: string }[] = [
  { name: 'nul.topo', content: 'host h {\n  cpus = 2\n}\n', typed: 'host \0 {\n  \0\0 = 2\n}\n' },
  { name: 'bytes.topo', content: Uint8Array.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0x7b, 0x0a, 0xe2, 0x82]) },
  { name: 'unclosed.topo', content: `host h { ${'['.repeat(5000)}\n/* never closed` },
  { name: 'one-line.topo', content: `host h { arch = ${'x'.repeat(100_000)} }` },
];

export const badFiles: HostTest[] = files.map(({ name, content, typed }) => ({
  name: `${name} gives a finding, and the same server goes on serving`,
  run: async () => {
    const before = await serverProcess();
    const bad = await openNew(name, content);
    if (typed !== undefined) await append(bad, typed);
    await findings(bad, 'TOPO');
    await hoverText(bad, new vscode.Position(0, 1));
    const good = await openNew(`after-${name}`, 'host h { snop_control = yes }\n');
    await findings(good, 'TOPO');
    assert.equal(await serverProcess(), before);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },
}));
