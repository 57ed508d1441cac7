import fs from 'node:fs';
import path from 'node:path';
import { indent } from '../lib/checks.mjs';
import { sum } from '../lib/counts.mjs';
import { inRoot, out } from '../lib/paths.mjs';
import { capture, run as command } from '../lib/run.mjs';
import { runSteps, seconds } from '../lib/steps.mjs';
import { readTrx } from '../lib/trx.mjs';

export const name = 'tests of the server';

const quiet = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', DOTNET_CLI_UI_LANGUAGE: 'en' };
const resultsFolder = path.join(out, 'test-results');

export async function run() {
  const buildAll = () => command('dotnet', ['build', 'TopologyLang.sln', '-v', 'quiet', '-nologo'], { env: quiet });
  await runSteps([{ title: 'building the server and its tests', work: buildAll }]);
  fs.rmSync(resultsFolder, { recursive: true, force: true });
  const counts = [];
  for (const project of testProjects()) counts.push(await runProject(project));
  return sum(...counts);
}

/** The benchmarks, which are run by hand, are no test project. */
function testProjects() {
  const folders = fs.readdirSync(inRoot('tests')).sort();
  const named = folders.filter((folder) => folder.endsWith('.Tests'));
  return named.filter((folder) => fs.existsSync(inRoot('tests', folder, `${folder}.csproj`)));
}

/**
 * Runs one project's tests. A project without tests, or whose process fails beside its tests, counts as a failure.
 * @param {string} project
 */
async function runProject(project) {
  const begin = Date.now();
  const file = path.join(resultsFolder, `${project}.trx`);
  const report = ['--logger', `trx;LogFileName=${project}.trx`, '--results-directory', resultsFolder];
  const { code, output } = await capture('dotnet', ['test', `tests/${project}`, '--no-build', ...report], {
    env: quiet,
  });
  const results = fs.existsSync(file) ? readTrx(fs.readFileSync(file, 'utf8')) : [];
  const count = (/** @type {string} */ outcome) => results.filter((result) => result.outcome === outcome).length;
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };

  for (const { name, outcome, message } of results) {
    if (outcome === 'failed') console.log(`   FAIL  ${name}\n${indent(message)}`);
    if (outcome === 'skipped') console.log(`   skipped ${name}: ${message}`);
  }
  const broken = results.length === 0 || (code !== 0 && counts.failed === 0);
  if (broken) console.log(`   FAIL  ${project} did not run to its end\n${indent(output.trim())}`);
  console.log(`   ${project}: ${counts.passed} of ${results.length} passed (${seconds(begin)})`);
  return broken ? { ...counts, failed: counts.failed + 1 } : counts;
}
