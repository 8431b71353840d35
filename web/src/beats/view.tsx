// The median beat: all leads over each other on paper, boundaries that can be dragged, notches, and the place a criterion rests on.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Beats, Boundary, Place, Wave, Waves } from "../api/types";
import { placeOf } from "../panels/lbbb";
import { move, showPlace, store, undo, undoAll } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { linePath } from "../ui/path";

const MARGIN_MS = 60; // before the first and after the last boundary
const HEIGHT = 380;
const NARROW_PX = 560; // the names of the boundaries then stand in three rows
const GRID_MS = 40, GRID_MV = 0.1; // a small square at 25 mm/s and 10 mm/mV
const NOTCH_WORD_PX = 80; // "notch 100" with its gap
const KEY_SETTLES_MS = 350; // a run of key presses is one move

interface Line { boundary: Boundary; ms: number; wave: "p" | "qrs" | "t" }

function boundaryLines(waves: Waves): Line[] {
  const lines: Line[] = [];
  const add = (boundary: Boundary, wave: "p" | "qrs" | "t", of: Wave | null, part: keyof Wave): void => { if (of) lines.push({ boundary, wave, ms: of[part] }); };
  add("p_onset", "p", waves.p, "onset_ms");
  add("p_end", "p", waves.p, "end_ms");
  add("qrs_onset", "qrs", waves.qrs, "onset_ms");
  add("qrs_end", "qrs", waves.qrs, "end_ms");
  add("t_peak", "t", waves.t, "peak_ms");
  add("t_end", "t", waves.t, "end_ms");
  return lines;
}

export function BeatView({ beats }: { beats: Beats }): JSX.Element {
  const { t, number } = useWords();
  const shown = useStore(store, (s) => s.place);
  const lbbb = useStore(store, (s) => s.lbbb);
  const place = placeOf(lbbb, shown);
  const undone = useStore(store, (s) => s.undone);
  const found = useStore(store, (s) => s.measurements?.beats);
  const [lead, setLead] = useState("");
  const [width, setWidth] = useState(800);
  const [drag, setDrag] = useState<{ boundary: Boundary; ms: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLayoutEffect(() => { // before it is seen, so that nothing jumps from under a pointer
    const element = box.current!;
    setWidth(Math.max(300, element.clientWidth));
    const watch = new ResizeObserver(() => setWidth(Math.max(300, element.clientWidth)));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => { if (place) setLead(place.lead.includes(" ") ? "" : place.lead); }, [shown]);
  useEffect(() => setDrag(null), [beats]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const onset = beats.waves.qrs?.onset_ms ?? 0;
  // Laid out when the beats or the room change, not with each step of a pointer that drags.
  const { frame, fine, coarse, traces } = useMemo(() => {
    const made = Frame.of(beats, width);
    return { frame: made, fine: made.grid(1), coarse: made.grid(5), traces: beats.leads.map((l) => ({ lead: l, d: made.path(l.mv) })) };
  }, [beats, width]);
  const chosen = beats.leads.find((l) => l.name === lead);
  const lines = boundaryLines(beats.waves).map((line) => (drag?.boundary === line.boundary ? { ...line, ms: drag.ms } : line));

  const commit = (boundary: Boundary, ms: number, at: number): void => {
    clearTimeout(timer.current);
    setDrag({ boundary, ms });
    timer.current = setTimeout(() => void move(boundary, Math.round(ms * 10) / 10), at);
  };
  const key = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); void undo(); }
  };
  return (
    <section class="beat" aria-label={t.beatTitle} onKeyDown={key}>
      <div class="row">
        <h2>{t.beatTitle}</h2>
        <span class="muted">{t.beatsUsed(beats.beats, found ?? beats.beats)}</span>
        <span class="push" />
        {beats.moved.length > 0 && <span class="moved">{t.movedCount(beats.moved.length)}</span>}
        <button type="button" disabled={undone.length === 0} onClick={() => void undo()}>{t.undo}</button>
        <button type="button" disabled={beats.moved.length === 0} onClick={() => void undoAll()}>{t.undoAll}</button>
      </div>
      <div class="leads" role="group" aria-label={t.lead}>
        <button type="button" aria-pressed={lead === ""} onClick={() => { setLead(""); showPlace(null); }}>{t.allLeads}</button>
        {beats.leads.map((l) => (
          <button type="button" key={l.name} aria-pressed={lead === l.name} onClick={() => { setLead(l.name); showPlace(null); }}>
            {l.name}{l.pattern ? <small> {l.pattern}</small> : null}
          </button>
        ))}
      </div>
      <div class={width < NARROW_PX ? "beatbox narrow" : "beatbox"} ref={box}>
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={t.beatTitle}>
          <path class="fine" d={fine} />
          <path class="coarse" d={coarse} />
          {place && <PlaceMark place={place} frame={frame} />}
          <line class="level" x1={0} x2={width} y1={frame.y(0)} y2={frame.y(0)} />
          {lines.map((line) => <line key={line.boundary} class={`boundary ${line.wave}`} x1={frame.x(line.ms)} x2={frame.x(line.ms)} y1={0} y2={HEIGHT} />)}
          {traces.map(({ lead: l, d }) => <path key={l.name} class={chosen ? (l === chosen ? "trace on" : "trace off") : "trace"} d={d} />)}
          {chosen?.notches.map((notch, i) => {
            const at = frame.x(notch.at_ms), y = frame.y(frame.value(chosen.mv, notch.at_ms));
            const next = chosen.notches[i + 1];
            const crowded = next !== undefined && frame.x(next.at_ms) - at < NOTCH_WORD_PX; // the word then stands before its notch
            return (
              <g key={notch.at_ms} class="notch">
                {notch.kind === "notch" ? <circle cx={at} cy={y} r={4} /> : <circle class="slur" cx={at} cy={y} r={4} />}
                <text class={crowded ? "last" : ""} x={crowded ? at - 7 : at + 7} y={i % 2 === 0 ? y - 6 : y + 17}>{notch.kind === "notch" ? t.notch : t.slur} {number(notch.at_ms - onset)}</text>
              </g>
            );
          })}
          {chosen && <text class="name" x={10} y={24}>{chosen.name}</text>}
        </svg>
        {lines.map((line, i) => (
          <Handle key={line.boundary} line={line} x={frame.x(line.ms)} onset={onset} row={i % (width < NARROW_PX ? 3 : 2)} width={width}
            moved={beats.moved.find((m) => m.boundary === line.boundary)} msPerPx={frame.msPerPx} box={box} fromMs={frame.fromMs}
            drag={(ms) => setDrag({ boundary: line.boundary, ms })} commit={(ms, soon) => commit(line.boundary, ms, soon ? 0 : KEY_SETTLES_MS)} />
        ))}
      </div>
      <p class="muted">{place ? <PlaceWords place={place} onset={onset} /> : <span class="screenonly">{t.beatHint}</span>} {t.levelNote}</p>
    </section>
  );
}

function Handle({ line, x, onset, row, width, moved, msPerPx, box, fromMs, drag, commit }: {
  line: Line; x: number; onset: number; row: number; width: number; moved: { measured_ms: number | null } | undefined; msPerPx: number; fromMs: number;
  box: { current: HTMLDivElement | null }; drag: (ms: number) => void; commit: (ms: number, soon: boolean) => void;
}): JSX.Element {
  const { t, number } = useWords();
  const shown = number(line.ms - onset);
  const name = t[line.boundary];
  const at = (event: PointerEvent): number => fromMs + (event.clientX - box.current!.getBoundingClientRect().left) * msPerPx;
  const key = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 10 : 1;
    const by = event.key === "ArrowLeft" || event.key === "ArrowDown" ? -step : event.key === "ArrowRight" || event.key === "ArrowUp" ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    commit(line.ms + by, false);
  };
  return (
    <button type="button" role="slider" class={`handle ${line.wave} row${row}${moved ? " byhand" : ""}${x > width - 90 ? " leftwards" : ""}`}
      style={{ left: `${x}px` }} aria-label={t.boundaryLabel(name)} aria-valuenow={Math.round(line.ms - onset)} aria-valuemin={-400} aria-valuemax={1000}
      aria-valuetext={moved ? `${shown} ms, ${t.byHand}` : `${shown} ms`} onKeyDown={key}
      onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); e.currentTarget.focus(); e.preventDefault(); }}
      onPointerMove={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId)) drag(at(e)); }}
      onPointerUp={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId) && Math.abs(at(e) - line.ms) < 60) commit(line.ms, true); }}>
      <span>{name} <b>{shown}</b>{moved ? " ✎" : ""}</span>
    </button>
  );
}

function PlaceMark({ place, frame }: { place: Place; frame: Frame }): JSX.Element {
  const from = frame.x(place.from_ms), to = Math.max(frame.x(place.to_ms), from + 3);
  return <rect class="place" x={from} y={0} width={to - from} height={HEIGHT} />;
}

function PlaceWords({ place, onset }: { place: Place; onset: number }): JSX.Element {
  const { t, number } = useWords();
  const names: Record<string, string> = { notch: t.notch, slur: t.slur, qrs: t.qrsWord, peak: t.peakWord, t: t.tWord };
  const what = names[place.what.toLowerCase()] ?? place.what, from = number(place.from_ms - onset), to = number(place.to_ms - onset);
  return <strong>{place.lead ? t.placeShown(what, place.lead, from, to) : t.placeInAll(what, from, to)}. </strong>;
}

/** From ms and mV to pixels. */
class Frame {
  private readonly high: number;
  private readonly low: number;
  constructor(private readonly beats: Beats, readonly fromMs: number, private readonly toMs: number, private readonly width: number) {
    let low = Infinity, high = -Infinity;
    for (const lead of beats.leads) for (const mv of lead.mv) if (Number.isFinite(mv)) { low = Math.min(low, mv); high = Math.max(high, mv); }
    if (!(high > low)) { low = -1; high = 1; }
    const room = (high - low) * 0.12 + 0.1;
    this.low = low - room;
    this.high = high + room;
  }
  /** From before the P wave to after the T wave. */
  static of(beats: Beats, width: number): Frame {
    const onset = beats.waves.qrs?.onset_ms ?? 0;
    const fromMs = Math.max(beats.first_ms, (beats.waves.p?.onset_ms ?? onset - 100) - MARGIN_MS);
    const toMs = Math.min(beats.first_ms + (beats.samples - 1) * beats.step_ms, (beats.waves.t?.end_ms ?? onset + 500) + MARGIN_MS);
    return new Frame(beats, fromMs, toMs, width);
  }
  get msPerPx(): number { return (this.toMs - this.fromMs) / this.width; }
  x(ms: number): number { return (ms - this.fromMs) / this.msPerPx; }
  y(mv: number): number { return ((this.high - mv) / (this.high - this.low)) * HEIGHT; }
  value(mv: number[], ms: number): number { return mv[Math.round((ms - this.beats.first_ms) / this.beats.step_ms)] ?? 0; }
  path(mv: number[]): string {
    const ms = (i: number): number => this.beats.first_ms + i * this.beats.step_ms;
    return linePath(mv.flatMap((value, i) => (ms(i) < this.fromMs || ms(i) > this.toMs ? [] : [[this.x(ms(i)), value === null ? NaN : this.y(value)] as const])));
  }
  grid(every: number): string {
    const onset = this.beats.waves.qrs?.onset_ms ?? 0;
    const parts: string[] = [];
    const stepX = GRID_MS * every, stepY = GRID_MV * every;
    for (let ms = onset + Math.ceil((this.fromMs - onset) / stepX) * stepX; ms <= this.toMs; ms += stepX) parts.push(`M${Math.round(this.x(ms)) + 0.5} 0V${HEIGHT}`);
    for (let mv = Math.ceil(this.low / stepY) * stepY; mv <= this.high; mv += stepY) parts.push(`M0 ${Math.round(this.y(mv)) + 0.5}H${this.width}`);
    return parts.join("");
  }
}
