import { Session } from './session.mjs';
import { milliseconds, percentile } from './table.mjs';

/** As many as there is time for: a server that takes seconds for one is not asked for two hundred. */
const starts = { fewest: 2, most: 5, seconds: 20 };
const edits = { fewest: 20, most: 200, seconds: 40 };
const requests = 100;

/** About as fast as keys are pressed. */
const betweenEdits = 20;

/** What is measured of each server, in this order. */
export const rows = [
  `start to answer of initialize, median of ${starts.fewest} to ${starts.most}`,
  'start to first diagnostics, median',
  `edit to diagnostics, p50 (of ${edits.fewest} to ${edits.most} edits)`,
  'edit to diagnostics, p99',
  'processor time of an edit, mean',
  `hover, p99 of ${requests}`,
  `completion, p99 of ${requests}`,
  'resident memory after that',
];

/**
 * @param {import('./session.mjs').Candidate} candidate
 * @returns {Promise<string[]>} A cell for each row.
 */
export async function measure(candidate) {
  const { initialized, opened } = await startTimes(candidate);
  const session = new Session(candidate);
  await session.initialize();
  await session.open();
  const before = session.usage();
  const edited = await editTimes(session);
  const after = session.usage();
  const hovers = await requestTimes(session, 'textDocument/hover', candidate.hovers);
  const completions = await requestTimes(session, 'textDocument/completion', candidate.completions);
  const { resident } = session.usage();
  await session.stop();
  return [
    milliseconds(percentile(initialized, 50)),
    milliseconds(percentile(opened, 50)),
    milliseconds(percentile(edited, 50)),
    milliseconds(percentile(edited, 99)),
    milliseconds((after.processor - before.processor) / edited.length),
    milliseconds(percentile(hovers, 99)),
    milliseconds(percentile(completions, 99)),
    `${resident.toFixed(0)} MiB`,
  ];
}

/**
 * @param {{ fewest: number, most: number, seconds: number }} wanted
 * @returns {Generator<number>} The time of each begin.
 */
function* begins({ fewest, most, seconds }) {
  const end = performance.now() + seconds * 1000;
  for (let count = 0; count < most && (count < fewest || performance.now() < end); count++) yield performance.now();
}

/** @param {import('./session.mjs').Candidate} candidate */
async function startTimes(candidate) {
  const initialized = [];
  const opened = [];
  for (const begin of begins(starts)) {
    const session = new Session(candidate);
    await session.initialize();
    initialized.push(performance.now() - begin);
    await session.open();
    opened.push(performance.now() - begin);
    await session.stop();
  }
  return { initialized, opened };
}

/** @param {Session} session It begins with the mistake in its text. */
async function editTimes(session) {
  /** @type {number[]} */
  const times = [];
  for (const begin of begins(edits)) {
    await session.edit(times.length % 2 === 1);
    times.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, betweenEdits));
  }
  return times;
}

/**
 * @param {Session} session
 * @param {string} method
 * @param {import('./session.mjs').Place[]} places
 */
async function requestTimes(session, method, places) {
  const times = [];
  for (let request = 0; request < requests; request++) {
    const place = places[Math.floor((request * places.length) / requests)];
    if (place === undefined) throw new Error(`There is nowhere to ask for ${method}`);
    const begin = performance.now();
    const answer = await session.ask(method, place);
    if (answer === null)
      throw new Error(`${session.candidate.name} has no answer to ${method} at ${JSON.stringify(place)}`);
    times.push(performance.now() - begin);
  }
  return times;
}
