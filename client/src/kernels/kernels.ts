import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromKernels, KernelReport, ToKernels } from '../../shared/kernels';
import type { TopologyServer } from '../server/server';
import { topoDocument } from '../documents/topoDocument';
import { requestPanels, type RequestView } from '../views/requestView';

/** Compare Kernels: what changes for a file from one version of Linux to the next. */
export function registerKernels(context: vscode.ExtensionContext, server: TopologyServer): void {
  const panels = requestPanels(context, server, kernelsView());
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.compareKernels', (clicked?: unknown) => {
      const document = topoDocument(clicked);
      if (document !== undefined) panels.show(document);
    }),
  );
}

function kernelsView(): RequestView<KernelReport, FromKernels> {
  return {
    viewType: 'topology.kernels',
    page: (document) => ({
      name: 'kernels',
      title: vscode.l10n.t('Kernels of {0}', path.posix.basename(document.path)),
      words: kernelsWords(),
    }),
    method: 'topology/kernels',
    params: (document) => ({ textDocument: { uri: document.toString() } }),
    show: (report): ToKernels => ({ type: 'report', report }),
    onMessage: () => undefined,
  };
}

function kernelsWords(): Record<string, string> {
  const { t } = vscode.l10n;
  return {
    from: t('From'),
    about: t('About'),
    before: t('Before'),
    after: t('After'),
    because: t('Because'),
    own: t('(this host)'),
    since: t('since Linux {0}'),
    uncertain: t('uncertain'),
    compared: t('Linux {0} to {1} were compared, {2} versions.'),
    versions: t('Every version that makes a difference to the simulation: {0}'),
    none: t('No version makes a difference to any answer about this file.'),
  };
}
