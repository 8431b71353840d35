// Which of several files are one recording: a WFDB header with the files that it names, else each file by itself.

export interface Named { file: File; name: string } // name: with the folders that it was found in

const HEADER = /\.hea$/i;
const MOST_HEADER_BYTES = 1 << 20;

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf("/") + 1);
const stemOf = (name: string): string => name.replace(/\.[^./]*$/, "");

/** Files that a header names, of its own folder: signal files, and the headers of its segments (header(5) of the WFDB manual). */
export function namedIn(header: string, text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const segments = /^\S+\/\d+/.test(lines[0] ?? "");
  const words = lines.slice(1).map((line) => line.trim().split(/\s+/)[0]!).filter((word) => word !== "~");
  return [...new Set(words)].map((word) => folderOf(header) + (segments ? `${word}.hea` : word));
}

/** The recordings among the files, in the order in which they came; hidden files are none. */
export async function recordingsOf(all: Named[]): Promise<Named[][]> {
  const files = all.filter((f) => !f.name.split("/").some((part) => part.startsWith(".")));
  const headers = files.filter((f) => HEADER.test(f.name));
  const wanted = new Map<string, string[]>();
  for (const header of headers) wanted.set(header.name, namedIn(header.name, await header.file.slice(0, MOST_HEADER_BYTES).text()));
  const owner = new Map<string, string>(); // of each file: the header at whose top it hangs
  for (const header of headers) {
    for (const name of wanted.get(header.name)!) owner.set(name, header.name);
    for (const f of files) if (f !== header && !HEADER.test(f.name) && stemOf(f.name) === stemOf(header.name)) owner.set(f.name, header.name);
  }
  const top = (name: string): string => {
    let now = name;
    for (let steps = 0; steps < 8; ++steps) { const up = owner.get(now); if (up === undefined || up === now) break; now = up; }
    return now;
  };
  const groups = new Map<string, Named[]>();
  for (const f of files) { const key = top(f.name); groups.set(key, [...(groups.get(key) ?? []), f]); }
  return [...groups.values()];
}
