import fs from 'node:fs';

/** Linux counts a process's time in ticks of 10 ms (USER_HZ). */
const tick = 10;

/**
 * A process with all that it started: its processor time in milliseconds and its resident memory in MiB. Read from /proc, so on Linux
 * only; elsewhere neither is known.
 * @param {number} pid
 * @returns {{ processor: number, resident: number }}
 */
export function usage(pid) {
  try {
    // After the name, which may hold blanks, come: state, parent, ..., utime (12th), stime (13th).
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const resident = /^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const parts = children.map((child) => usage(Number(child)));
    return {
      processor: parts.reduce((sum, part) => sum + part.processor, (Number(fields[11]) + Number(fields[12])) * tick),
      resident: parts.reduce((sum, part) => sum + part.resident, Number(resident) / 1024),
    };
  } catch {
    return { processor: Number.NaN, resident: Number.NaN };
  }
}
