import type { LogOutputChannel } from 'vscode';

/** How many lines are kept. */
const length = 200;

const recorded = new Set(['trace', 'debug', 'info', 'warn', 'error', 'append', 'appendLine']);

/** A log that keeps its last lines, so that they can be shown again: the editor's own log cannot be read back. */
export function withTail(log: LogOutputChannel): { readonly log: LogOutputChannel; readonly tail: () => string[] } {
  const lines: string[] = [];
  const keep = (level: string, words: readonly unknown[]) => {
    lines.push(`${new Date().toISOString()} ${level} ${words.map(String).join(' ').trimEnd()}`);
    lines.splice(0, lines.length - length);
  };
  const recording = new Proxy(log, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...words: unknown[]): unknown => {
        if (recorded.has(String(name))) keep(String(name), words);
        return Reflect.apply(member, target, words);
      };
    },
  });
  return { log: recording, tail: () => [...lines] };
}
