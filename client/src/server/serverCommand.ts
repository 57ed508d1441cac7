import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hasRuntime, locateServer, neededRuntime, type ServerCommand } from './serverPath';

/** The server that the settings and the extension's own files come to. */
export function serverCommand(extensionPath: string): ServerCommand {
  const setting = vscode.workspace.getConfiguration('topology').get<string>('server.path', '');
  return locateServer(setting, extensionPath, {
    platform: process.platform,
    environment: process.env,
    exists: (file) => fs.existsSync(file),
  });
}

/** @returns Why the server cannot be started, in the user's words; undefined where nothing stands against it. */
export async function hindrance(server: ServerCommand): Promise<string | undefined> {
  const { file, origin } = server;
  const { t } = vscode.l10n;
  if (!path.isAbsolute(file)) {
    return t('The setting topology.server.path names {0}: expected an absolute path.', file);
  }
  if (!fs.existsSync(file)) {
    return origin === 'setting'
      ? t('The setting topology.server.path names {0}, and there is no such file.', file)
      : t(
          'The Topology server is missing: expected {0}. Build it with "npm run build", or name another one in the setting topology.server.path.',
          file,
        );
  }
  if (origin !== 'runtime') return undefined;
  const found = server.command !== '' && hasRuntime((await runProgram(server, ['--list-runtimes'])).output);
  if (found) return undefined;
  return t(
    'This package of TopologyLang needs an installed .NET {0} runtime, and there is none. Install it from {1}, or install the package for your system, which brings its own.',
    String(neededRuntime),
    'https://dotnet.microsoft.com/download',
  );
}

export interface ProgramResult {
  /** Null where it could not be started. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** More text than any machine's description has; what is longer is cut off by an error. */
const mostOutput = 64 * 1024 * 1024;

/** Runs a program to its end, without a shell. */
export function runProgram(
  { command, cwd }: Pick<ServerCommand, 'command' | 'cwd'>,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: mostOutput, windowsHide: true, signal }, (error, output, errors) => {
      const failed = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code: failed, output, errors: errors === '' && error !== null ? error.message : errors });
    });
  });
}
