import * as path from 'node:path';

/** How the server is started: also for what a task or an import asks of it. */
export interface ServerCommand {
  readonly command: string;
  /** What stands before the arguments of `topo`. */
  readonly prefix: readonly string[];
  /** The file that has to be there. */
  readonly file: string;
  readonly origin: 'setting' | 'inside' | 'runtime';
}

/**
 * The setting wins. Empty or blank, it means the server inside the extension: an executable in a package made for one
 * system, else the program that an installed .NET runs.
 */
export function locateServer(
  setting: string,
  extensionPath: string,
  platform: NodeJS.Platform,
  exists: (file: string) => boolean,
): ServerCommand {
  const wanted = setting.trim();
  if (wanted !== '') return executable(wanted, 'setting');
  const inside = (name: string) => path.join(extensionPath, 'out', 'server', name);
  const own = inside(platform === 'win32' ? 'topo.exe' : 'topo');
  if (exists(own) || !exists(inside('topo.dll'))) return executable(own, 'inside');
  return { command: 'dotnet', prefix: [inside('topo.dll')], file: inside('topo.dll'), origin: 'runtime' };
}

function executable(file: string, origin: ServerCommand['origin']): ServerCommand {
  return { command: file, prefix: [], file, origin };
}

/** The major version of .NET that the server without a runtime of its own asks for. */
export const neededRuntime = 10;

/** @param listing What `dotnet --list-runtimes` prints. */
export function hasRuntime(listing: string): boolean {
  return new RegExp(`^Microsoft\\.NETCore\\.App ${neededRuntime}\\.`, 'm').test(listing);
}
