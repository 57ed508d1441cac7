import { UserError } from './tools.mjs';

/** @typedef {{ title: string, work: () => Promise<unknown> }} Step `work` answers false when it was done before. */

/**
 * Runs the steps in order, with a line for each: `[2/5] building the server ... 12.3 s`.
 * @param {Step[]} steps
 */
export async function runSteps(steps) {
  for (const [index, { title, work }] of steps.entries()) {
    const begin = Date.now();
    process.stdout.write(`[${index + 1}/${steps.length}] ${title} ... `);
    const worked = await work();
    process.stdout.write(worked === false ? 'up to date\n' : `${seconds(begin)}\n`);
  }
}

/** @param {number} begin As Date.now() had it. */
export const seconds = (begin) => `${((Date.now() - begin) / 1000).toFixed(1)} s`;

/**
 * Runs a script's main function: a failure is printed once, plainly, and becomes exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const plain = error instanceof UserError;
    console.error(`\n${plain ? error.message : error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}
