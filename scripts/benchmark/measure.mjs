import { Session } from './session.mjs';
import { milliseconds, percentile } from './table.mjs';

const starts = 5;
const requests = 100;

/** As many edits as there is time for: a server that takes seconds for one is not asked for two hundred. */
const edits = { fewest: 20, most: 200, seconds: 40 };

/** About as fast as keys are pressed. */
const betweenEdits = 20;

/** What is measured of each server, in this order. */
export const rows = [
  `start to answer of initialize, median of ${starts}`,
  `start to first diagnostics, median of ${starts}`,
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
  const initialized = [];
  const opened = [];
  for (let start = 0; start < starts; start++) {
    const begin = performance.now();
    const session = new Session(candidate);
    await session.initialize();
    initialized.push(performance.now() - begin);
    await session.open();
    opened.push(performance.now() - begin);
    await session.stop();
  }

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

/** @param {Session} session It begins with the mistake in its text. */
async function editTimes(session) {
  const times = [];
  const end = performance.now() + edits.seconds * 1000;
  while (times.length < edits.most && (times.length < edits.fewest || performance.now() < end)) {
    const begin = performance.now();
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
