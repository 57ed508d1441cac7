// Looks for known faults of the libraries that are used: `npm run audit`. It asks the registries, so `npm test` leaves it out.
// Where a registry tells no advisories, that is said and counts as skipped, not as passed.
import { indent } from './lib/checks.mjs';
import { inWords } from './lib/counts.mjs';
import { capture } from './lib/run.mjs';
import { runMain } from './lib/steps.mjs';

/** @typedef {{ outcome: 'ok' | 'FAIL' | 'skipped', words: string }} Answer */

/** Every package of the lock file, those of the tools too. @returns {Promise<Answer>} */
async function npmPackages() {
  const { code, output } = await capture(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['audit', '--json']);
  const report = jsonIn(output);
  if (report?.metadata === undefined) {
    return { outcome: 'skipped', words: `the registry tells no advisories: ${report?.message ?? lastLine(output)}` };
  }
  const { total } = report.metadata.vulnerabilities;
  return {
    outcome: code === 0 ? 'ok' : 'FAIL',
    words: `${total} of ${report.metadata.dependencies.total} packages have known faults`,
  };
}

/** Every package of the lock files, those of the tests too. @returns {Promise<Answer>} */
async function dotnetPackages() {
  const told = await Promise.all((await sources()).map(tellsAdvisories));
  if (!told.includes(true)) return { outcome: 'skipped', words: 'no NuGet source of this machine tells advisories' };
  const words = [
    'restore',
    'TopologyLang.sln',
    '--force',
    '--locked-mode',
    '-p:NuGetAudit=true',
    '-p:NuGetAuditMode=all',
    '-p:NuGetAuditLevel=low',
  ];
  const { code, output } = await capture('dotnet', words, { env: { DOTNET_CLI_UI_LANGUAGE: 'en' } });
  const faults = [...new Set([...output.matchAll(/NU190[1-4]: .*/g)].map(([fault]) => fault))];
  if (faults.length > 0) return { outcome: 'FAIL', words: faults.join('\n') };
  return code === 0
    ? { outcome: 'ok', words: 'no package has a known fault' }
    : { outcome: 'FAIL', words: output.trim() };
}

/** The NuGet sources that are switched on here. */
async function sources() {
  const { output } = await capture('dotnet', ['nuget', 'list', 'source', '--format', 'short']);
  return [...output.matchAll(/^E\w* (https:\S+)/gm)].map(([, source = '']) => source);
}

/** @param {string} source The index of a NuGet source. Source of the name: NuGet's documentation, "VulnerabilityInfo resource". */
async function tellsAdvisories(source) {
  try {
    const index = /** @type {{ resources: { '@type': string }[] }} */ (await (await fetch(source)).json());
    return index.resources.some((resource) => resource['@type'].startsWith('VulnerabilityInfo/'));
  } catch {
    return false;
  }
}

/**
 * @typedef {object} NpmReport Without metadata where the registry refused.
 * @property {{ vulnerabilities: { total: number }, dependencies: { total: number } }} [metadata]
 * @property {string} [message]
 */

/** @param {string} output What npm printed: warnings, then JSON. @returns {NpmReport | undefined} */
function jsonIn(output) {
  const begin = output.indexOf('{');
  const end = output.lastIndexOf('}');
  try {
    return /** @type {NpmReport} */ (JSON.parse(output.slice(begin, end + 1)));
  } catch {
    return undefined;
  }
}

const lastLine = (/** @type {string} */ output) => output.trim().split('\n').at(-1) ?? '';

await runMain(async () => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, ask] of Object.entries({ 'npm packages': npmPackages, '.NET packages': dotnetPackages })) {
    const { outcome, words } = await ask();
    console.log(`   ${outcome.padEnd(4)} ${name}:\n${indent(words)}`);
    counts[outcome === 'ok' ? 'passed' : outcome === 'FAIL' ? 'failed' : 'skipped']++;
  }
  console.log(inWords(counts));
  if (counts.failed > 0) process.exitCode = 1;
});
