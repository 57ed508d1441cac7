import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { indent } from '../lib/checks.mjs';
import { inRoot, out, root } from '../lib/paths.mjs';
import { capture } from '../lib/run.mjs';
import { filesBelow } from '../lib/stamp.mjs';

export const name = 'unit tests of the client and the scripts';

const folders = ['client/test', 'scripts/test'];

/** @param {string} folder */
function testsIn(folder) {
  const files = fs.readdirSync(inRoot(folder)).filter((file) => /\.test\.(ts|mjs)$/.test(file));
  return files.map((file) => `${folder}/${file}`);
}

export async function run() {
  const bundles = path.join(out, 'unit-tests');
  fs.rmSync(bundles, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: folders.flatMap((folder) => testsIn(folder)),
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const bundled = filesBelow([path.relative(root, bundles)]);
  const { code, output } = await capture(process.execPath, ['--test', '--test-reporter=tap', ...bundled]);
  return countTap(output, code);
}

/**
 * @param {string} tap What Node's test runner printed.
 * @param {number} code
 */
function countTap(tap, code) {
  const sum = (/** @type {string} */ word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  const counts = { passed: sum('pass'), failed: sum('fail') + sum('cancelled'), skipped: sum('skipped') + sum('todo') };
  for (const [line] of tap.matchAll(/^.*# SKIP.*$/gm)) console.log(`   skipped ${line.trim()}`);
  for (const [failure] of tap.matchAll(/^ *not ok [^]*?^ *\.\.\.$/gm)) console.log(indent(failure));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
