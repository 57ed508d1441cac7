// The text of a function, a table or a macro in a kernel tree.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Without comments and with every space once; null where the tree does not have it.
 * @param {string} tree
 * @param {string} file
 * @param {string} name
 */
export function functionText(tree, file, name) {
  const whole = path.join(tree, file);
  if (!fs.existsSync(whole)) {
    return null;
  }
  const text = withoutComments(fs.readFileSync(whole, 'utf8'));
  const start = definition(text, name);
  return start === null ? null : tidied(text.slice(start, endOf(text, start)));
}

/** @param {string} text */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ''));
}

/**
 * Where the line of its definition begins: a function's, a variable's, a macro's, or an assembler's label.
 * @param {string} text
 * @param {string} name
 */
function definition(text, name) {
  const forms = [
    String.raw`^#define ${name}\b`,
    String.raw`^(?:SYM_FUNC_START|ENTRY|SYM_FUNC_START_PI)\w*\(${name}\)`,
    String.raw`^(?!#)(?:[A-Za-z_][\w \t*]*[ \t*\n])?${name}\s*\((?=[^;]*?\)\s*\{)`,
    String.raw`^(?:[A-Za-z_][\w \t*]*[ \t*])${name}\s*(?:\[\w*\])?\s*=`,
    String.raw`^(?:struct|enum|union) ${name}\s*\{`,
  ];
  for (const form of forms) {
    const match = new RegExp(form, 'm').exec(text);
    if (match) {
      return match.index;
    }
  }
  return null;
}

/**
 * Behind the brace that closes the first one, or the line's end where there is none.
 * @param {string} text
 * @param {number} start
 */
function endOf(text, start) {
  if (text.startsWith('#define', start)) {
    const end = /[^\\]\n/.exec(text.slice(start));
    return end ? start + end.index + 1 : text.length;
  }
  if (/^(?:SYM_FUNC_START|ENTRY)/.test(text.slice(start, start + 20))) {
    const end = /^(?:SYM_FUNC_END|ENDPROC)\w*\(/m.exec(text.slice(start));
    return end ? start + end.index : text.length;
  }
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') {
      depth++;
    } else if (text[i] === '}' && --depth === 0) {
      return i + 1;
    } else if (text[i] === ';' && depth === 0) {
      return i + 1;
    }
  }
  return text.length;
}

/** @param {string} text */
function tidied(text) {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line.length > 0)
    .join('\n');
}
