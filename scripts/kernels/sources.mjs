// The kernel files and functions that the tables of the code name: `drivers/iommu/iommu.c:iommu_setup_default_domain`.
import fs from 'node:fs';
import path from 'node:path';

const roots = ['arch', 'drivers', 'virt', 'kernel', 'include', 'lib', 'mm'];
const constant = /const string (\w+)\s*=\s*((?:"[^"]*"|\w+|\s|\+)+);/g;
const fileName = new RegExp(String.raw`\b(?:${roots.join('|')})/[\w./-]+\.[chS]\b`, 'g');

/** Sorted, each once; `root` is the folder with the C# sources. */
export function namedSources(root) {
  const found = new Map();
  for (const file of sourceFiles(root)) {
    for (const { file: named, name } of namedIn(fs.readFileSync(file, 'utf8'))) {
      found.set(`${named}:${name}`, { file: named, name });
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key));
}

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

/** Of one C# file: its constants are put in, its strings joined, and what stands behind a kernel file's colon is read. */
function namedIn(text) {
  const constants = new Map([...text.matchAll(constant)].map(([, name, value]) => [name, value]));
  const joined = withoutJoins(withConstants(text, constants));
  const names = [];
  for (const match of joined.matchAll(fileName)) {
    const behind = joined.slice(match.index + match[0].length);
    const list = /^:([A-Za-z_]\w*(?:, [A-Za-z_]\w*(?![\w./]))*)/.exec(behind);
    for (const name of list?.[1].split(', ') ?? []) {
      names.push({ file: match[0], name });
    }
  }
  return names;
}

/** `File + ":x"` becomes the text of File and ":x"; a constant may be made of others. */
function withConstants(text, constants) {
  let result = text;
  for (let depth = 0; depth < 3; depth++) {
    result = result.replace(/\b(\w+)(?=\s*\+\s*")|(?<="\s*\+\s*)\b(\w+)\b/g, (word) => constants.get(word) ?? word);
  }
  return result;
}

const withoutJoins = (text) => text.replace(/"\s*\+\s*"/g, '');
