import type { Point } from './layout';

/** The bends of a spline are the control points of cubic curves, three for each; what is left over is a straight line. */
export function curve(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  const parts = [`M${at(start)}`];
  let index = 0;
  for (; index + 2 < rest.length; index += 3)
    parts.push(
      `C${rest
        .slice(index, index + 3)
        .map(at)
        .join(' ')}`,
    );
  for (; index < rest.length; index++)
    parts.push(
      `L${rest
        .slice(index, index + 1)
        .map(at)
        .join('')}`,
    );
  return parts.join('');
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
