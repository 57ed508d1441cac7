import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { serverPath } from '../lib/build.mjs';
import { out } from '../lib/paths.mjs';
import { json, python, schema, yaml } from './texts.mjs';

/** @typedef {import('./session.mjs').Candidate} Candidate */

export const home = path.join(out, 'benchmark');

/** @param {...string} parts */
export const inRival = (...parts) => path.join(home, 'node_modules', ...parts);

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {string[]} command
 * @property {string} language
 * @property {string} file
 * @property {Record<string, unknown>} settings
 * @property {RegExp} letter Up to where the letter goes; of the lines that match, the middle one.
 * @property {RegExp} hover Up to the word that is pointed at.
 * @property {RegExp} completion Up to where something is proposed.
 * @property {string} [always]
 */

const schemaFile = path.join(home, 'schema.json');

/** The server on trial; the text of each size is made by the benchmarks of the server. @type {Server} */
export const own = {
  name: 'topo',
  command: [serverPath, 'lsp'],
  language: 'topo',
  file: 'text.topo',
  settings: {},
  letter: /^ {2}no_snoop = /,
  hover: /^device /,
  completion: /^ {2}no_snoop = /,
  always: 'TOPO4001',
};

/** Others, with settings that keep them from asking the network. @type {(Server & { write: (count: number) => string })[]} */
const rivals = [
  {
    name: 'yaml-language-server',
    command: [process.execPath, inRival('yaml-language-server', 'bin', 'yaml-language-server'), '--stdio'],
    language: 'yaml',
    file: 'text.yaml',
    settings: {
      yaml: {
        ...{ validate: true, hover: true, completion: true, schemaStore: { enable: false } },
        schemas: { [pathToFileURL(schemaFile).href]: '*.yaml' },
      },
    },
    letter: /^ {2}no_snoop: /,
    hover: /^ {2}/,
    completion: /^ {2}no_snoop: /,
    write: yaml,
  },
  {
    name: 'vscode-json-language-server',
    command: [
      ...[process.execPath, inRival('vscode-langservers-extracted', 'bin', 'vscode-json-language-server'), '--stdio'],
    ],
    language: 'json',
    file: 'text.json',
    settings: {
      json: {
        validate: { enable: true },
        schemas: [{ fileMatch: ['*text.json'], url: pathToFileURL(schemaFile).href, schema }],
      },
    },
    letter: /^.*"no_snoop": "/,
    hover: /^ {4}"/,
    completion: /^.*"no_snoop": "/,
    write: json,
  },
  {
    name: 'pyright',
    command: [process.execPath, inRival('pyright', 'langserver.index.js'), '--stdio'],
    language: 'python',
    file: 'text.py',
    settings: { python: {}, 'python.analysis': {}, pyright: {} },
    letter: /^ {4}return us/,
    hover: /^def /,
    completion: /^ {4}return us/,
    write: python,
  },
];

/**
 * Every server with a text of so many declarations.
 * @param {number} declarations
 * @param {string} ownText
 * @returns {Candidate[]}
 */
export function candidatesOf(declarations, ownText) {
  fs.writeFileSync(schemaFile, JSON.stringify(schema));
  return [{ ...own, write: () => ownText }, ...rivals].map((server) => candidate(server, server.write(declarations)));
}

/**
 * @param {Server} server
 * @param {string} text
 * @returns {Candidate}
 */
function candidate(server, text) {
  // A folder of its own: a server may look at what lies beside its file.
  const file = path.join(home, 'texts', server.name, server.file);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  const letters = places(text, server.letter);
  const letter = letters[Math.floor(letters.length / 2)];
  if (letter === undefined) throw new Error(`There is no place for a mistake in the text of ${server.name}`);
  return {
    ...server,
    file,
    text,
    letter,
    hovers: places(text, server.hover),
    completions: places(text, server.completion),
  };
}

/**
 * The ends of what matches, one a line.
 * @param {string} text
 * @param {RegExp} expression
 */
export function places(text, expression) {
  const found = text.split('\n').map((line, index) => ({ line: index, character: expression.exec(line)?.[0].length }));
  return found.flatMap(({ line, character }) => (character === undefined ? [] : [{ line, character }]));
}
