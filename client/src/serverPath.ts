import * as path from 'node:path';

/** Where the language server may stand, and what is said when it does not. */
export interface ServerLocation {
  readonly path: string;
  /** True where the user's setting names it, false for the server inside the extension. */
  readonly fromSetting: boolean;
}

/** The setting wins; empty or blank, it means the server that was published into the extension. */
export function locateServer(setting: string, extensionPath: string, platform: NodeJS.Platform): ServerLocation {
  const wanted = setting.trim();
  if (wanted !== '') return { path: wanted, fromSetting: true };
  const executable = platform === 'win32' ? 'topo.exe' : 'topo';
  return { path: path.join(extensionPath, 'out', 'server', executable), fromSetting: false };
}
