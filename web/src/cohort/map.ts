// Changes a line of a map (TOML) as the program writes it: the rest of the text stays as it is, with its comments.

function quoted(text: string): string {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;
}

/** Lines [first, last) of the block of the column `from`; its number when several have the same name. */
function block(lines: string[], from: string, nth: number): [number, number] | null {
  const starts = lines.flatMap((line, i) => (line.trim() === "[[column]]" ? [i] : []));
  const wanted = `from = ${quoted(from)}`;
  let seen = 0;
  for (const [k, start] of starts.entries()) {
    const end = starts[k + 1] ?? lines.length;
    if (!lines.slice(start, end).some((line) => line.trim() === wanted || line.trim().startsWith(`${wanted} `))) continue;
    if (seen++ === nth) return [start, end];
  }
  return null;
}

export function setInMap(toml: string, from: string, key: "as" | "unit", value: string, nth = 0): string {
  const lines = toml.split("\n");
  const found = block(lines, from, nth);
  if (!found) return toml;
  const text = `${key} = ${quoted(value)}`;
  for (let i = found[0]; i < found[1]; ++i) {
    if (new RegExp(`^\\s*#?\\s*${key}\\s*=`).test(lines[i]!)) { lines[i] = text; return lines.join("\n"); }
  }
  const after = lines.findIndex((line, i) => i >= found[0] && line.trim().startsWith(key === "unit" ? "as =" : "from ="));
  lines.splice((after < 0 ? found[0] : after) + 1, 0, text);
  return lines.join("\n");
}
