// Samples of one recording, fetched in tiles when they are to be seen and kept: every sample near, minimum and maximum far away.
import { api, type SamplesAnswer } from "../api/client";
import type { Recording } from "../api/types";
import { signalsOf } from "./leads";
import type { Stretch } from "./trace";

const TILE_BINS = 2048;
const TILE_SAMPLES = 8192; // of the finest level: ten seconds at 500 Hz are one question
const TILES_KEPT = 160; // 160 x 2048 x 2 x 4 bytes a lead: some 2.6 MB
const MIN_BIN_LEVEL = 2; // bins of fewer than four samples are not worth their two numbers

/** Samples that a tile of the level covers. */
function spanOf(level: number): number { return level === 0 ? TILE_SAMPLES : TILE_BINS * 2 ** level; }

type Fetch = (leads: string[], fromS: number, toS: number, width: number) => Promise<SamplesAnswer>;

interface Tile { leads: Map<string, Stretch> | null; used: number } // null: under way, or failed

export class SampleSource {
  private readonly tiles = new Map<string, Tile>();
  private clock = 0;
  private closed = false;
  private isThere: () => void = () => undefined;
  /** Done when the first samples have come, or could not be had. */
  readonly first = new Promise<void>((yes) => { this.isThere = yes; });

  constructor(
    readonly leads: string[], private readonly fs: number, private readonly samples: number,
    public changed: () => void, private readonly fetch: Fetch) {}

  static of(recording: Recording, leads: string[], changed: () => void): SampleSource {
    const { info, id } = recording;
    return new SampleSource(leads, info.sampling_frequency_hz, info.samples, changed, (names, from, to, width) => api.samples(id, names, from, to, width));
  }

  close(): void { this.closed = true; this.tiles.clear(); }

  /** The level whose bins are no wider than a pixel. 0: every sample. */
  level(pxPerS: number): number {
    const level = Math.floor(Math.log2(Math.max(1, this.fs / pxPerS)));
    return level < MIN_BIN_LEVEL ? 0 : level;
  }

  /** What is here of a lead between two times; starts fetching what is not, and stands in with coarser tiles meanwhile. */
  stretches(lead: string, fromS: number, toS: number, level: number): { here: Stretch[]; complete: boolean } {
    const span = spanOf(level);
    const first = Math.max(0, Math.floor((fromS * this.fs) / span));
    const last = Math.min(Math.ceil(this.samples / span) - 1, Math.floor((toS * this.fs) / span));
    const here: Stretch[] = [];
    let complete = true;
    for (let i = first; i <= last; ++i) {
      const stretch = this.tile(level, i)?.get(lead);
      if (stretch) { here.push(stretch); continue; }
      complete = false;
      const coarse = this.coarser(lead, level, (i * span) / this.fs);
      if (coarse) here.push(coarse);
    }
    return { here, complete };
  }

  /** All samples of a lead in one piece, or null while some are on their way. */
  window(lead: string, fromS: number, toS: number): Stretch | null {
    const { here, complete } = this.stretches(lead, Math.max(0, fromS), toS, 0);
    if (!complete || here.length === 0) return null;
    const start = here[0]!;
    if (here.length === 1) return start;
    const values = new Float32Array(here.reduce((sum, part) => sum + part.values.length, 0));
    let at = 0;
    for (const part of here) { values.set(part.values, at); at += part.values.length; }
    return { kind: "samples", values, fromS: start.fromS, stepS: start.stepS };
  }

  private coarser(lead: string, level: number, atS: number): Stretch | null {
    for (let l = level + 1; l <= level + 8; ++l) {
      const tile = this.tiles.get(`${l}/${Math.floor((atS * this.fs) / spanOf(l))}`);
      const stretch = tile?.leads?.get(lead);
      if (stretch) return stretch;
    }
    return null;
  }

  private tile(level: number, index: number): Map<string, Stretch> | null {
    const key = `${level}/${index}`;
    const found = this.tiles.get(key);
    if (found) { found.used = ++this.clock; return found.leads; }
    this.tiles.set(key, { leads: null, used: ++this.clock });
    void this.load(key, level, index);
    return null;
  }

  private async load(key: string, level: number, index: number): Promise<void> {
    const span = spanOf(level);
    const from = index * span;
    const count = Math.min(span, this.samples - from);
    const width = level === 0 ? 0 : Math.ceil(count / 2 ** level);
    try {
      const answer = await this.fetch(this.leads, from / this.fs, (from + count) / this.fs, width);
      if (this.closed) return;
      this.tiles.set(key, { leads: split(answer), used: ++this.clock });
      this.forget();
      this.changed();
      this.isThere();
    } catch {
      this.isThere();
      setTimeout(() => { if (!this.closed) { this.tiles.delete(key); this.changed(); } }, 2000); // asks again while it is looked at
    }
  }

  private forget(): void {
    if (this.tiles.size <= TILES_KEPT) return;
    const oldest = [...this.tiles].filter(([, tile]) => tile.leads).sort((a, b) => a[1].used - b[1].used);
    for (const [key] of oldest.slice(0, this.tiles.size - TILES_KEPT)) this.tiles.delete(key);
  }
}

function split(answer: SamplesAnswer): Map<string, Stretch> {
  const bins = answer.kind === "minmax" ? answer.count / 2 : answer.count;
  const stepS = answer.samples / answer.fs / Math.max(1, bins);
  return new Map(answer.leads.map((lead, i) => [lead, {
    kind: answer.kind, fromS: answer.first / answer.fs, stepS,
    values: answer.values.subarray(i * answer.count, (i + 1) * answer.count),
  }]));
}

const SHEET_S = 10; // a first sheet
const PAINTED_MS = 150; // a page that is not in sight paints nothing, and measures all the same

let prepared: { id: string; source: SampleSource } | null = null;

/** Asks for the beginning of a recording at once: its first sheet waits neither for its canvas nor for any measurement. */
export function prepareSamples(recording: Recording): void {
  const source = SampleSource.of(recording, signalsOf(recording.info).map((s) => s.name), () => undefined);
  for (const lead of source.leads.slice(0, 1)) source.window(lead, 0, SHEET_S);
  prepared = { id: recording.id, source };
}

/** The samples of a recording, those that were prepared where they were. */
export function samplesOf(recording: Recording, changed: () => void): SampleSource {
  if (prepared?.id !== recording.id) prepareSamples(recording);
  const { source } = prepared!;
  prepared = null;
  source.changed = changed;
  return source;
}

/** When the sheet of the recording that was prepared is being painted, or will not be. */
export async function firstSheet(id: string): Promise<void> {
  if (prepared?.id === id) await prepared.source.first;
  await Promise.race([new Promise((yes) => { requestAnimationFrame(yes); }), new Promise((yes) => { setTimeout(yes, PAINTED_MS); })]);
}
