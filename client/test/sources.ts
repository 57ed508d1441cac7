import fs from 'node:fs';
import path from 'node:path';

const root = process.cwd();

export const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** The texts of all files of the client. */
export const clientSources = fs
  .readdirSync(path.join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`client/src/${name}`));
