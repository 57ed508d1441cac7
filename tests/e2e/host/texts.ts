import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import {
  append,
  extension,
  findings,
  type HostTest,
  noFindings,
  open,
  opened,
  openNew,
  replace,
  runProcess,
  workspaceFile,
} from './harness';

interface Matcher {
  readonly pattern: {
    readonly regexp: string;
    readonly line: number;
    readonly severity: number;
    readonly code: number;
  };
}

interface Manifest {
  readonly contributes: { readonly problemMatchers: readonly Matcher[] };
}

const close = () => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

export const texts: HostTest[] = [
  {
    name: 'New File is empty; with a first machine it has the finding that the walkthrough explains',
    run: async () => {
      await vscode.commands.executeCommand('topology.newFile');
      assert.equal((await opened('topo')).getText(), '');
      await close();
      await vscode.commands.executeCommand('topology.newExample');
      const document = await opened('topo');
      await findings(document, 'TOPO4001');
      await replace(document, '  dma read', '  cpu 0 clflush fb\n  dma read');
      // What the machine itself lets leak stays: no statement of a program changes it.
      await noFindings(document, 'TOPO5001');
      await close();
    },
  },
  {
    name: 'Report a Problem writes versions, settings and the log into a new text',
    run: async () => {
      await vscode.commands.executeCommand('topology.reportProblem');
      const text = (await opened('markdown')).getText();
      for (const part of [vscode.version, '"topology.checker.maxStates": 2000000', 'Server runs as process']) {
        assert.ok(text.includes(part), `${part}: ${text}`);
      }
      assert.match(text, /\| server \| \d+\.\d+/);
      await close();
    },
  },
  {
    name: 'the check of a file is a task whose output the problem matcher reads',
    run: async () => {
      await open('flip.topo');
      const tasks = await vscode.tasks.fetchTasks({ type: 'topology' });
      assert.deepEqual(tasks.map(({ name }) => name).sort(), ['check all files', 'check flip.topo']);
      const task = tasks.find(({ name }) => name === 'check flip.topo');
      assert.deepEqual(task?.problemMatchers, ['$topology']);
      assert.ok(task.execution instanceof vscode.ProcessExecution);
      const [found] = matches(runProcess(task.execution).output);
      assert.deepEqual(found, { line: '18', severity: 'warning', code: 'TOPO4001' });
    },
  },
  {
    name: 'a hundred quick edits end with the findings of the last text',
    run: async () => {
      const document = await open('flip.topo');
      const original = document.getText();
      for (let edit = 0; edit < 50; edit++) {
        await replace(document, '  dma read', '  cpu 0 clflush fb\n  dma read');
        await replace(document, '  cpu 0 clflush fb\n', '');
      }
      assert.equal(document.getText(), original);
      await append(document, '\nexpect flip coherent\n');
      await findings(document, 'TOPO5001');
      const finding = await findings(document, 'TOPO4001');
      assert.deepEqual(
        finding.map(({ range }) => range.start.line),
        [17],
      );
      await close();
    },
  },
  {
    name: 'an imported file that is renamed on disk is missing, and found under its new name',
    run: async () => {
      const [first, second] = ['first-name.topo', 'second-name.topo'].map((name) => workspaceFile(name).fsPath);
      assert.ok(first !== undefined && second !== undefined);
      fs.writeFileSync(first, 'host lab { cpus = 2 }\n');
      const text = 'import "first-name.topo"\niommu main on lab { model = intel_vtd }\n';
      const document = await openNew('importing.topo', text);
      await noFindings(document, 'TOPO2');
      fs.renameSync(first, second);
      await findings(document, 'TOPO');
      await replace(document, 'first-name', 'second-name');
      await noFindings(document, 'TOPO');
      await document.save();
    },
  },
];

function matches(output: string) {
  const { contributes } = extension().packageJSON as Manifest;
  const pattern = contributes.problemMatchers[0]?.pattern;
  assert.ok(pattern, 'the manifest has a problem matcher');
  return output
    .split('\n')
    .map((line) => new RegExp(pattern.regexp).exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ line: match[pattern.line], severity: match[pattern.severity], code: match[pattern.code] }));
}
