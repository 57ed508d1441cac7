import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, type HostTest, noFindings, open, openNew, positionOf, replace, revert } from './harness';

const { Error: error } = vscode.DiagnosticSeverity;

export const diagnostics: HostTest[] = [
  {
    name: 'a device that reads stale memory is found on its DMA step',
    run: async () => {
      const document = await open('flip.topo');
      const [finding] = await findings(document, 'TOPO4');
      assert.equal(finding?.range.start.line, positionOf(document, 'dma read fb').line);
    },
  },
  {
    name: 'an edit that mends the program takes its finding away, and the undone edit brings it back',
    run: async () => {
      const document = await open('flip.topo');
      await findings(document, 'TOPO4');
      await replace(document, '  dma read', '  cpu 0 clflush fb\n  dma read');
      await noFindings(document, 'TOPO4');
      await vscode.commands.executeCommand('undo');
      await findings(document, 'TOPO4');
      await revert();
    },
  },
  {
    name: 'a misspelt property is an error that names the right one',
    run: async () => {
      const document = await open('flip.topo');
      await replace(document, 'snoop_control', 'snop_control');
      const [finding] = await findings(document, 'TOPO2');
      assert.equal(finding?.severity, error);
      assert.match(finding.message, /snoop_control/);
      await revert();
    },
  },
  {
    name: 'a brace that is typed away and typed again leaves no finding behind',
    run: async () => {
      const document = await openNew('brace.topo', 'host h {\n  cpus = 2\n}\n');
      await replace(document, '}', '');
      await findings(document, 'TOPO');
      await replace(document, '2\n', '2\n}');
      await noFindings(document, 'TOPO');
      await revert();
    },
  },
];
