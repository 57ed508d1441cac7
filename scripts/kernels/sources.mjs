// The kernel files and functions that the tables of the code name: `drivers/iommu/iommu.c:iommu_setup_default_domain`.
import fs from 'node:fs';
import path from 'node:path';

const roots = ['arch', 'drivers', 'virt', 'kernel', 'include', 'lib', 'mm'];
const constant = /const string (\w+)\s*=\s*((?:"[^"]*"|\w+|\s|\+)+);/g;
const fileName = new RegExp(String.raw`\b(?:${roots.join('|')})/[\w./-]+\.[chS]\b`, 'g');

/**
 * Sorted, each once.
 * @param {string} root The folder with the C# sources.
 */
export function namedSources(root) {
  /** @type {Map<string, { file: string, name: string }>} */
  const found = new Map();
  for (const file of sourceFiles(root)) {
    for (const { file: named, name } of namedIn(fs.readFileSync(file, 'utf8'))) {
      found.set(`${named}:${name}`, { file: named, name });
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, source]) => source);
}

/**
 * @param {string} folder
 * @returns {Generator<string>}
 */
function* sourceFiles(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const whole = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'obj' && entry.name !== 'bin') {
      yield* sourceFiles(whole);
    } else if (entry.isFile() && entry.name.endsWith('.cs')) {
      yield whole;
    }
  }
}

/**
 * Of one C# file: its constants are put in, its strings joined, and what stands behind a kernel file's colon is read.
 * @param {string} text
 */
function namedIn(text) {
  const constants = new Map([...text.matchAll(constant)].map(([, name = '', value = '']) => [name, value]));
  const joined = withoutJoins(withConstants(text, constants));
  const names = [];
  for (const match of joined.matchAll(fileName)) {
    const behind = joined.slice(match.index + match[0].length);
    const list = /^:([A-Za-z_]\w*(?:, [A-Za-z_]\w*(?![\w./]))*)/.exec(behind);
    // A word of a sentence may stand behind the colon too; the kernel's functions have an underscore.
    for (const name of (list?.[1]?.split(', ') ?? []).filter((word) => word.includes('_'))) {
      names.push({ file: match[0], name });
    }
  }
  return names;
}

/**
 * `File + ":x"` becomes the text of File and ":x"; a constant may be made of others.
 * @param {string} text
 * @param {Map<string, string>} constants
 */
function withConstants(text, constants) {
  let result = text;
  for (let depth = 0; depth < 3; depth++) {
    result = result.replace(/\b(\w+)(?=\s*\+\s*")|(?<="\s*\+\s*)\b(\w+)\b/g, (word) => constants.get(word) ?? word);
  }
  return result;
}

/** @param {string} text */
const withoutJoins = (text) => text.replace(/"\s*\+\s*"/g, '');
