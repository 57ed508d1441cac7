import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that is built or fetched lies below `out` and `dist`, which git ignores. */
export const out = path.join(root, 'out');

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(root, ...parts);
