// Runs every test of every part: `npm test`. `npm test -- client grammar` runs only the suites with these names.
// The last line is the sum, `N passed, N failed, N skipped`; the exit code is 1 if anything failed or could not run.
import { installPackages } from './lib/build.mjs';
import { inWords, sum } from './lib/counts.mjs';
import { runMain, runSteps, seconds } from './lib/steps.mjs';
import { checkTools, UserError } from './lib/tools.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {() => Promise<import('./lib/counts.mjs').Counts>} run Prints each failure, and each skipped test with its reason.
 */

const suiteNames = ['checks', 'client', 'grammar', 'dotnet', 'fuzz', 'e2e', 'editors'];

// A test run that is ended from outside ends what it started: the exit handlers do that.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

await runMain(async () => {
  await checkTools();
  await runSteps([{ title: 'installing the packages', work: installPackages }]);

  const counts = [];
  for (const name of chosenSuites()) counts.push(await runSuite(name));
  const total = sum(...counts);
  console.log(`\n${inWords(total)}`);
  if (total.failed > 0) process.exitCode = 1;
});

function chosenSuites() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !suiteNames.includes(name));
  if (unknown.length > 0) {
    throw new UserError(`There is no suite ${unknown.join(', ')}; the suites are ${suiteNames.join(', ')}.`);
  }
  return suiteNames.filter((name) => wanted.length === 0 || wanted.includes(name));
}

/**
 * A suite that cannot run, or in which nothing ran, counts as one failure.
 * @param {string} name
 * @returns {Promise<import('./lib/counts.mjs').Counts>}
 */
async function runSuite(name) {
  const begin = Date.now();
  try {
    const suite = /** @type {Suite} */ (await import(`./suites/${name}.mjs`));
    console.log(`\n== ${suite.name}`);
    const counts = await suite.run();
    if (counts.passed + counts.failed + counts.skipped === 0) throw new Error('No test ran.');
    console.log(`   ${inWords(counts)} in ${seconds(begin)}`);
    return counts;
  } catch (error) {
    console.log(`   The suite ${name} could not run: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
