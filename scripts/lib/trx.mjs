/**
 * @typedef {'passed' | 'failed' | 'skipped'} Outcome
 * @typedef {{ name: string, outcome: Outcome, message: string }} TestResult `message`: why it failed or was skipped.
 */

/**
 * The results in a file that `dotnet test --logger trx` wrote.
 * @param {string} trx
 * @returns {TestResult[]}
 */
export function readTrx(trx) {
  return [...trx.matchAll(/<UnitTestResult\s([^>]*?)(?:\/>|>([^]*?)<\/UnitTestResult>)/g)].map(
    ([, attributes = '', content = '']) => ({
      name: attribute(attributes, 'testName'),
      outcome: outcomeOf(attribute(attributes, 'outcome')),
      message: [element(content, 'Message'), element(content, 'StackTrace')].filter((text) => text !== '').join('\n'),
    }),
  );
}

/**
 * What is neither passed nor skipped (timed out, aborted, ...) failed.
 * @param {string} word
 * @returns {Outcome}
 */
function outcomeOf(word) {
  if (word === 'Passed') return 'passed';
  return word === 'NotExecuted' ? 'skipped' : 'failed';
}

/** @param {string} attributes @param {string} name */
const attribute = (attributes, name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

/** @param {string} content @param {string} name */
const element = (content, name) => unescape(new RegExp(`<${name}>([^]*?)</${name}>`).exec(content)?.[1] ?? '');

/** @type {Record<string, string>} */
const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** @param {string} text */
function unescape(text) {
  return text.replaceAll(/&(?:#x([0-9A-Fa-f]+)|(\w+));/g, (whole, /** @type {string | undefined} */ code, name) =>
    code === undefined ? (entities[String(name)] ?? whole) : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
