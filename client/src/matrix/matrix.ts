import * as path from 'node:path';
import * as vscode from 'vscode';
import type { TopologyGraph } from '../../shared/graph';
import type { FromMatrix, ToMatrix } from '../../shared/matrix';
import { revealSource } from '../documents/revealSource';
import type { TopologyServer } from '../server/server';
import { topoDocument } from '../documents/topoDocument';
import { requestPanels, type RequestView } from '../views/requestView';

/** The coherence matrix: no-snoop possible or not, blocked or not, and the devices in each box. */
export function registerMatrix(context: vscode.ExtensionContext, server: TopologyServer): void {
  const panels = requestPanels(context, server, matrixView());
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.showMatrix', (clicked?: unknown) => {
      const document = topoDocument(clicked);
      if (document !== undefined) panels.show(document);
    }),
  );
}

function matrixView(): RequestView<readonly TopologyGraph[], FromMatrix> {
  return {
    viewType: 'topology.matrix',
    page: (document) => ({
      name: 'matrix',
      title: vscode.l10n.t('Coherence matrix of {0}', path.posix.basename(document.path)),
      words: matrixWords(),
    }),
    method: 'topology/graph',
    params: (document) => ({ textDocument: { uri: document.toString() } }),
    show: (graphs): ToMatrix => ({ type: 'graphs', graphs }),
    onMessage: (message) => {
      if (message.type === 'open') void revealSource(message.where);
    },
  };
}

function matrixWords(): Record<string, string> {
  const { t } = vscode.l10n;
  return {
    title: t('Coherence matrix'),
    scenario: t('State'),
    setUp: t('as declared'),
    atEnd: t('at the end of {0}'),
    possible: t('no-snoop possible'),
    impossible: t('no-snoop impossible'),
    blocked: t('blocked by the page table'),
    notBlocked: t('not blocked'),
    noBox: t('in no box'),
    box: t('box {0}'),
    why: t('Why {0} is there'),
    whyBox: t('Why {0} is in box {1}'),
    whyNone: t('Why {0} is in no box'),
    open: t('Go to its declaration'),
    since: t('since Linux {0}'),
    uncertain: t('uncertain'),
    empty: t('There is no device in this text.'),
    help: t('Choose a device to see why it is in its box.'),
  };
}
