/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Packed extends Size {
  /** The left upper corner of each part, in the order of the parts. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

const margin = 12;
const gap = 24;

/** Parts in their order, in as many rows as make them largest in the pane. */
export function pack(parts: readonly Size[], pane: Size): Packed {
  const ways = parts.map((_, index) => inRows(parts, index + 1));
  const scale = ({ width, height }: Packed) => Math.min(pane.width / width, pane.height / height);
  return ways.reduce((best, way) => (scale(way) > scale(best) ? way : best), ways[0] ?? inRows([], 1));
}

function inRows(parts: readonly Size[], perRow: number): Packed {
  const places: { x: number; y: number }[] = [];
  let [x, y, width, rowHeight] = [margin, margin, 0, 0];
  parts.forEach((part, index) => {
    if (index > 0 && index % perRow === 0) {
      y += rowHeight + gap;
      [x, rowHeight] = [margin, 0];
    }
    places.push({ x, y });
    x += part.width + gap;
    width = Math.max(width, x - gap + margin);
    rowHeight = Math.max(rowHeight, part.height);
  });
  return { places, width, height: y + rowHeight + margin };
}
