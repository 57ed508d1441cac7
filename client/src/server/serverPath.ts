import * as path from 'node:path';

/** How the server is started: also for what a task or an import asks of it. */
export interface ServerCommand {
  readonly command: string;
  /** Where it runs: never a folder of the workspace, in which a program or a library of another might lie. */
  readonly cwd: string;
  /** What stands before the arguments of `topo`. */
  readonly prefix: readonly string[];
  /** The file that has to be there. */
  readonly file: string;
  readonly origin: 'setting' | 'inside' | 'runtime';
}

/** Of the computer that the server is to run on. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => boolean;
}

/**
 * The setting wins. Empty or blank, it means the server inside the extension: an executable in a package made for one
 * system, else the program that an installed .NET runs.
 */
export function locateServer(setting: string, extensionPath: string, system: System): ServerCommand {
  const wanted = setting.trim();
  const cwd = extensionPath;
  if (wanted !== '') return { command: wanted, cwd, prefix: [], file: wanted, origin: 'setting' };
  const inside = (name: string) => path.join(extensionPath, 'out', 'server', name);
  const own = inside(system.platform === 'win32' ? 'topo.exe' : 'topo');
  const program = inside('topo.dll');
  if (system.exists(own) || !system.exists(program)) {
    return { command: own, cwd, prefix: [], file: own, origin: 'inside' };
  }
  return { command: locateDotnet(system), cwd, prefix: [program], file: program, origin: 'runtime' };
}

/**
 * The program that runs .NET programs, by its whole path: a bare name is looked for in the current folder first where the
 * system does so (Windows), and that may be a stranger's. DOTNET_ROOT alone decides where it is set, as it does for every
 * program that brings a launcher of its own.
 * @returns The empty text where there is none.
 */
export function locateDotnet({ platform, environment, exists }: System): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const separator = platform === 'win32' ? ';' : ':';
  const searched = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const root = environment['DOTNET_ROOT'] ?? '';
  const folders = root === '' ? [...searched.split(separator), ...usualFolders(platform, environment)] : [root];
  const files = folders
    .filter((folder) => paths.isAbsolute(folder))
    .map((folder) => paths.join(folder, platform === 'win32' ? 'dotnet.exe' : 'dotnet'));
  return files.find((file) => exists(file)) ?? '';
}

/** Where installers put .NET. */
function usualFolders(platform: NodeJS.Platform, environment: System['environment']): readonly string[] {
  return platform === 'win32'
    ? [`${environment['ProgramFiles'] ?? 'C:\\Program Files'}\\dotnet`]
    : ['/usr/lib/dotnet', '/usr/share/dotnet', '/usr/local/share/dotnet'];
}

/** The major version of .NET that the server without a runtime of its own asks for. */
export const neededRuntime = 10;

/** @param listing What `dotnet --list-runtimes` prints. */
export function hasRuntime(listing: string): boolean {
  return new RegExp(`^Microsoft\\.NETCore\\.App ${neededRuntime}\\.`, 'm').test(listing);
}
