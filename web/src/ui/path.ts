/** The line through points as an SVG path. A point that is not there (NaN or null) leaves a gap. */
export function linePath(points: Iterable<readonly [number, number | null]>): string {
  const parts: string[] = [];
  let down = false;
  for (const [x, y] of points) {
    if (y === null || !Number.isFinite(y)) { down = false; continue; }
    parts.push(`${down ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`);
    down = true;
  }
  return parts.join("");
}
