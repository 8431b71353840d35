// The sheet: paper, traces, calipers, the line that says how it is drawn, and the whole recording below when it is longer.
import type { CSSProperties, JSX } from "preact";
import { options } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Recording } from "../api/types";
import { CSS_PX_PER_MM, setPaper, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { seconds } from "../ui/parts";
import { patientKey } from "../cohort/state";
import { CaliperLayer } from "./caliper_layer";
import { snap, type Caliper } from "./calipers";
import { anyFilter, filtered, type DisplayFilters } from "./filters";
import { layOut, type Format, type SheetLayout, type Strip } from "./layout";
import { leadWindow, levelOf, shownLeads, signalsOf } from "./leads";
import { Overview } from "./overview";
import { DARK, LIGHT, paintPaper, paintTraces } from "./paint";
import { PrintSheet } from "./print";
import { SampleSource } from "./source";
import { filterWords, SheetTools } from "./tools";
import type { Stretch } from "./trace";
import { useDark } from "../ui/theme";
import { rowsOf } from "../panels/limits";

const SHEET_S = 10; // what a sheet shows: ten seconds, as printed
const PRINT_MM = 281; // A4 landscape less 8 mm at each side
const FILTER_MARGIN_S = 2; // beside the window, for a filter to settle
const CAUTIONS_SHOWN = 4; // the rest opens: the sheet itself must stay in sight
const LEAST_FIT_PX_PER_MM = 2.2; // below this a complex is no longer read
const LEAST_PX_PER_MM = 0.8, MOST_PX_PER_MM = 24;

export function SheetView({ recording }: { recording: Recording }): JSX.Element {
  const { t, number } = useWords();
  const paper = useStore(store, (s) => s.paper);
  const ruler = useStore(store, (s) => s.pxPerMm);
  const dark = useDark();
  const [version, setVersion] = useState(0);
  const [startS, setStart] = useState(0);
  const [calipers, setCalipers] = useState<Caliper[]>([]);
  const [printing, setPrinting] = useState(false);
  const [width, setWidth] = useState(0);
  const nextId = useRef(1);
  const frame = useRef<HTMLDivElement>(null);
  const info = recording.info;
  const stored = useMemo(() => signalsOf(info).map((s) => s.name), [recording.id]);
  const leads = useMemo(() => shownLeads(stored), [stored]);
  const rhythmLead = leads.includes(paper.rhythmLead) ? paper.rhythmLead : leads[0] ?? "";
  const changed = (): void => setVersion((v) => v + 1);
  const source = useMemo(() => SampleSource.of(recording.id, stored, info.sampling_frequency_hz, info.samples, changed).begin(SHEET_S), [recording.id]);
  const overLead = stored.includes(rhythmLead) ? rhythmLead : stored[0] ?? "";
  const over = useMemo(() => SampleSource.of(recording.id, [overLead], info.sampling_frequency_hz, info.samples, changed), [recording.id, overLead]);
  useEffect(() => () => source.close(), [source]);
  useEffect(() => () => over.close(), [over]);
  useEffect(() => { setStart(0); setCalipers([]); }, [recording.id]);
  useEffect(() => setCalipers([]), [paper.format, paper.speed, paper.gain]);

  const sheetS = printing ? Math.min(SHEET_S, Math.floor((PRINT_MM - 30) / paper.speed)) : SHEET_S;
  const layout = useMemo(() => layOut({ ...paper, rhythmLead, leads, durationS: info.duration_s, seconds: sheetS }),
    [paper.format, paper.speed, paper.gain, rhythmLead, leads, info.duration_s, sheetS]);
  const truePx = ruler ?? CSS_PX_PER_MM;
  const px = scale(paper.zoom, width, layout.widthMm, truePx);
  const longest = Math.max(0, info.duration_s - layout.seconds);
  const go = (s: number): void => setStart(Math.min(longest, Math.max(0, s)));

  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setWidth(box.clientWidth));
    watch.observe(box);
    setWidth(box.clientWidth);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const before = (): void => atOnce(() => setPrinting(true));
    const after = (): void => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => { window.removeEventListener("beforeprint", before); window.removeEventListener("afterprint", after); };
  }, []);

  const add = (caliper: Omit<Caliper, "id">): number => {
    const id = nextId.current++;
    setCalipers((all) => [...all, { ...caliper, id }]);
    return id;
  };
  const addInView = (): void => { // one second and one millivolt wide, on the first row in sight
    const box = frame.current!;
    const strip = layout.strips[0]!;
    const x = Math.max(strip.xMm, box.scrollLeft / px + 10);
    add({ x1: x, y1: strip.baselineMm, x2: x + 0.8 * layout.speed, y2: strip.baselineMm - layout.gain, startS, march: false });
    setTimeout(() => { const all = box.querySelectorAll<HTMLButtonElement>(".corner"); all[all.length - 1]?.focus(); }, 30);
  };
  const zoomBy = (factor: number): void => setPaper({ zoom: Math.min(MOST_PX_PER_MM, Math.max(LEAST_PX_PER_MM, px * factor)) });
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? SHEET_S : 1;
    const cycle = <T,>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length]!;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => (longest > 0 ? go(startS - step) : frame.current!.scrollBy(-60 * step, 0)),
      ArrowRight: () => (longest > 0 ? go(startS + step) : frame.current!.scrollBy(60 * step, 0)),
      Home: () => go(0), End: () => go(longest), PageUp: () => go(startS - SHEET_S), PageDown: () => go(startS + SHEET_S),
      "+": () => zoomBy(1.25), "=": () => zoomBy(1.25), "-": () => zoomBy(0.8), "0": () => setPaper({ zoom: "fit" }), "1": () => setPaper({ zoom: "true" }),
      c: addInView,
      f: () => setPaper({ format: cycle<Format>(["3x4", "6x2", "12x1"], paper.format) }),
      s: () => setPaper({ speed: cycle([25, 50] as const, paper.speed) }),
      g: () => setPaper({ gain: cycle([5, 10, 20] as const, paper.gain) }),
    };
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) { patientKey(event); return; }
    act();
    event.preventDefault();
  };
  const filterText = filterWords(paper.filters, t, number);
  const state = `${number(paper.speed)} mm/s · ${number(paper.gain)} mm/mV · ${filterText} · ${number(info.sampling_frequency_hz)} Hz`;
  return (
    <section class="sheet" aria-label={t.tabSheet}>
      <SheetTools leads={leads} rhythmLead={rhythmLead} px={px} zoomBy={zoomBy} addCaliper={addInView} recording={recording} startS={startS} truePx={truePx} />
      <Cautions recording={recording} />
      <div class="frame" ref={frame} tabIndex={0} role="group" aria-label={t.sheetLabel(state)} onKeyDown={key}>
        <Paper layout={layout} px={px} startS={startS} source={source} version={version} filters={paper.filters} fs={info.sampling_frequency_hz}
          dark={dark && !printing} print={printing} pan={longest > 0 ? (s) => go(s) : null}
          measured={(c) => add({ ...c, startS, march: false })} resize={(c) => setCalipers((all) => all.map((a, i) => (i === all.length - 1 ? { ...a, ...c } : a)))}>
          {!printing && <CaliperLayer layout={layout} px={px} startS={startS} calipers={calipers}
            change={(c) => setCalipers((all) => all.map((a) => (a.id === c.id ? c : a)))}
            remove={(id) => { setCalipers((all) => all.filter((a) => a.id !== id)); frame.current?.focus(); }} />}
        </Paper>
      </div>
      <PrintedNumbers />
      <div class="state">
        <span class="drawn">{state}</span>
        {anyFilter(paper.filters) && <strong class="filteredword">{t.filteredWarning}</strong>}
        {longest > 0 && <span>{seconds(startS)} – {seconds(startS + layout.seconds)}</span>}
        <span class="push" />
        <span class="muted">{ruler === null ? t.rulerUnchecked : t.rulerChecked}</span>
      </div>
      {longest > 0 && <Overview source={over} lead={overLead} durationS={info.duration_s} startS={startS} shownS={layout.seconds} version={version} ink={dark ? DARK : LIGHT} go={go} />}
    </section>
  );
}

/** Renders before it returns: printing goes on with what stands there then. */
function atOnce(change: () => void): void {
  const usual = options.debounceRendering;
  options.debounceRendering = (render) => render();
  change();
  options.debounceRendering = usual;
}

function scale(zoom: "fit" | "true" | number, width: number, widthMm: number, truePx: number): number {
  if (zoom === "true") return truePx;
  if (zoom !== "fit") return zoom;
  return Math.max(LEAST_FIT_PX_PER_MM, width / widthMm); // on a telephone the sheet is scrolled rather than shrunk to nothing
}

/** On paper the panel beside the sheet is not there: its numbers stand in one line. */
function PrintedNumbers(): JSX.Element | null {
  const { t, number } = useWords();
  const measured = useStore(store, (s) => s.measurements);
  const sex = useStore(store, (s) => s.clinical.sex);
  if (!measured) return null;
  const rows = rowsOf(measured, sex).filter((row) => row.value !== null);
  return <p class="printonly">{measured.moved.length > 0 ? `${t.movedByHand} ` : ""}{rows.map((row) => `${t[row.key as "qrs"]} ${number(row.value!, row.digits)}${row.unit === "°" || row.unit === "/min" ? "" : " "}${row.unit}`).join(" · ")}</p>;
}

/** What stands on the sheet: cautions of the reader, flags of the quality, gaps. */
function Cautions({ recording }: { recording: Recording }): JSX.Element | null {
  const { t, number, term } = useWords();
  const measured = useStore(store, (s) => s.measurements);
  const info = recording.info;
  const lines: { text: string; refuse: boolean }[] = [];
  for (const warning of info.warnings) lines.push({ text: warningText(warning), refuse: false });
  for (const flag of (measured?.flags ?? []).filter((f) => f.name !== "missing_samples")) // said below, in seconds
    lines.push({ text: flagText(flag, term), refuse: flag.refuse && flag.models_only !== true });
  for (const warning of measured?.warnings ?? []) if (!lines.some((l) => l.text === warning)) lines.push({ text: warning, refuse: false });
  const signals = signalsOf(info);
  const gone = signals.filter((s) => s.invalid > 0);
  const length = (samples: number): string => number(samples / info.sampling_frequency_hz, 1);
  const alike = gone.length > 2 && gone.length === signals.length && gone.every((s) => length(s.invalid) === length(gone[0]!.invalid));
  const missing = alike ? [t.missingSamples(t.allOfThem, length(gone[0]!.invalid))] : gone.map((s) => t.missingSamples(s.name, length(s.invalid)));
  if (missing.length > 0) lines.push({ text: `${t.gapsShown}: ${missing.join(", ")}`, refuse: false });
  if (lines.length === 0 && info.simulated !== true) return null;
  lines.sort((a, b) => Number(b.refuse) - Number(a.refuse));
  const shown = lines.length > CAUTIONS_SHOWN + 1 ? CAUTIONS_SHOWN : lines.length;
  return (
    <ul class="cautions" aria-label={t.cautions}>
      {info.simulated === true && <li class="soft">{t.simulated}</li>}
      {lines.slice(0, shown).map((line) => <Line key={line.text} line={line} />)}
      {lines.length > shown && (
        <li class="more"><details><summary>{t.moreCautions(lines.length - shown)}</summary><ul>{lines.slice(shown).map((line) => <Line key={line.text} line={line} />)}</ul></details></li>
      )}
    </ul>
  );
}

function Line({ line }: { line: { text: string; refuse: boolean } }): JSX.Element {
  const { t } = useWords();
  return <li class={line.refuse ? "refuse" : ""}><b>{line.refuse ? t.refusal : t.caution}</b> {line.text}</li>;
}

export function flagText(flag: { name: string; detail: string }, term: (word: string) => string): string {
  const name = flag.name.replace(/_/g, " ");
  const word = term(flag.name) !== flag.name ? term(flag.name) : name.charAt(0).toUpperCase() + name.slice(1);
  return flag.detail ? `${word}: ${flag.detail}` : word;
}

export function warningText(warning: unknown): string {
  if (typeof warning === "string") return warning;
  const w = warning as Record<string, unknown>;
  for (const name of ["text", "message", "what"]) if (typeof w[name] === "string" && w[name] !== "") return w[name] as string;
  return JSON.stringify(warning);
}

interface Corners { x1: number; y1: number; x2: number; y2: number }

function Paper({ layout, px, startS, source, version, filters, fs, dark, print, pan, measured, resize, children }: {
  layout: SheetLayout; px: number; startS: number; source: SampleSource; version: number; filters: DisplayFilters; fs: number; dark: boolean; print: boolean;
  pan: ((startS: number) => void) | null; measured: (c: Corners) => void; resize: (c: Corners) => void; children: JSX.Element | false;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = useRef<{ key: string; canvas: HTMLCanvasElement } | null>(null);
  const memory = useRef(new Map<string, Stretch>());
  const held = useRef<{ x: number; y: number; startS: number; pan: boolean; made: boolean } | null>(null);

  const stretch = (strip: Strip): Stretch | null => {
    const from = startS + strip.fromS, to = startS + strip.toS;
    if (!anyFilter(filters)) return leadWindow(source, strip.lead, from, to);
    const raw = leadWindow(source, strip.lead, from - FILTER_MARGIN_S, to + FILTER_MARGIN_S);
    if (!raw) return null;
    const name = `${strip.lead}/${raw.fromS}/${raw.values.length}/${JSON.stringify(filters)}/${source === null}`;
    let done = memory.current.get(name);
    if (!done) {
      if (memory.current.size > 60) memory.current.clear();
      memory.current.set(name, (done = { ...raw, values: filtered(raw.values, fs, filters) }));
    }
    return done;
  };
  useEffect(() => memory.current.clear(), [source]);
  const level = (strip: Strip): number => { // of the lead over the whole sheet, so that it stands at one height in all its strips
    const endS = startS + layout.seconds;
    const whole = stretch({ ...strip, fromS: 0, toS: layout.seconds });
    return whole ? levelOf(whole, startS, endS) : 0;
  };

  const draw = (): void => {
    const element = canvas.current;
    if (!element) return;
    const ratio = window.devicePixelRatio || 1;
    const ink = dark ? DARK : LIGHT;
    const w = Math.round(layout.widthMm * px * ratio), h = Math.round(layout.heightMm * px * ratio);
    if (element.width !== w || element.height !== h) { element.width = w; element.height = h; }
    const name = `${w}x${h}/${dark}/${px}`;
    if (grid.current?.key !== name) {
      const sheet = document.createElement("canvas");
      sheet.width = w;
      sheet.height = h;
      paintPaper(sheet.getContext("2d")!, layout.widthMm, layout.heightMm, px, ratio, ink);
      grid.current = { key: name, canvas: sheet };
    }
    const ctx = element.getContext("2d")!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(grid.current.canvas, 0, 0);
    paintTraces(ctx, { layout, startS, stretch, level }, px, ratio, ink);
  };
  useLayoutEffect(() => {
    if (print) return;
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [layout, px, startS, source, version, filters, dark, print]);

  const point = (event: PointerEvent): { x: number; y: number } => {
    const box = canvas.current!.getBoundingClientRect();
    return snap(layout, (event.clientX - box.left) / px, (event.clientY - box.top) / px);
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === "touch") return; // fingers scroll; the button adds a caliper
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    held.current = { ...point(event), startS, pan: event.shiftKey && pan !== null, made: false };
  };
  const moved = (event: PointerEvent): void => {
    const from = held.current;
    if (!from) return;
    const to = point(event);
    if (from.pan) { pan?.(from.startS - (to.x - from.x) / layout.speed); return; }
    if (!from.made && Math.hypot(to.x - from.x, to.y - from.y) * px < 4) return;
    const corners = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    if (from.made) resize(corners); else measured(corners);
    from.made = true;
  };
  const size: CSSProperties = { width: `${layout.widthMm * px}px`, height: `${layout.heightMm * px}px` };
  if (print) return <PrintSheet layout={layout} startS={startS} stretch={stretch} level={level} />;
  return (
    <div class="paper" style={size}
      onPointerDown={down} onPointerMove={moved} onPointerUp={() => { held.current = null; }} onPointerCancel={() => { held.current = null; }}
      onWheel={(event) => { if (pan && (event.shiftKey || event.deltaX !== 0)) { pan(startS + (event.deltaX || event.deltaY) / (layout.speed * px)); } }}>
      <canvas ref={canvas} style={size} aria-hidden="true" />
      {children}
    </div>
  );
}
