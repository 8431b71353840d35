// The sheet: paper, traces, calipers, the line that says how it is drawn, and the whole recording below when it is longer.
import type { JSX } from "preact";
import { options } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Recording } from "../api/types";
import { CSS_PX_PER_MM, setPaper, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { seconds } from "../ui/parts";
import { patientKey } from "../cohort/state";
import { CaliperLayer } from "./caliper_layer";
import type { Caliper } from "./calipers";
import { acting, anyFilter } from "./filters";
import { layOut, type Format } from "./layout";
import { shownLeads, signalsOf } from "./leads";
import { Overview } from "./overview";
import { DARK, LIGHT } from "./paint";
import { Paper } from "./paper";
import { SampleSource, samplesOf } from "./source";
import { filterWords, SheetTools } from "./tools";
import { useDark } from "../ui/theme";

const SHEET_S = 10; // what a sheet shows: ten seconds, as printed
const PRINT_MM = 281; // A4 landscape less 8 mm at each side
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
  const source = useMemo(() => samplesOf(recording, changed), [recording.id]);
  const overLead = stored.includes(rhythmLead) ? rhythmLead : stored[0] ?? "";
  const over = useMemo(() => SampleSource.of(recording, [overLead], changed), [recording.id, overLead]);
  useEffect(() => () => source.close(), [source]);
  useEffect(() => () => over.close(), [over]);
  useEffect(() => { setStart(0); setCalipers([]); }, [recording.id]);
  useEffect(() => { source.window(stored[0] ?? "", startS - SHEET_S, startS + 2 * SHEET_S); }, [source, startS]); // what comes next is there when it comes
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
  const filters = useMemo(() => acting(paper.filters, info.sampling_frequency_hz), [paper.filters, info.sampling_frequency_hz]);
  const filterText = filterWords(filters, t, number);
  const state = `${number(paper.speed)} mm/s · ${number(paper.gain)} mm/mV · ${filterText} · ${number(info.sampling_frequency_hz)} Hz`;
  return (
    <section class="sheet" aria-label={t.tabSheet}>
      <SheetTools leads={leads} rhythmLead={rhythmLead} px={px} zoomBy={zoomBy} addCaliper={addInView} recording={recording} startS={startS} truePx={truePx} />
      <div class="frame" ref={frame} tabIndex={0} role="group" aria-label={t.sheetLabel(state)} onKeyDown={key}>
        <Paper layout={layout} px={px} startS={startS} source={source} version={version} filters={filters} fs={info.sampling_frequency_hz}
          dark={dark && !printing} print={printing} pan={longest > 0 ? (s) => go(s) : null}
          measured={(c) => add({ ...c, startS, march: false })} resize={(c) => setCalipers((all) => all.map((a, i) => (i === all.length - 1 ? { ...a, ...c } : a)))}>
          {!printing && <CaliperLayer layout={layout} px={px} startS={startS} calipers={calipers}
            change={(c) => setCalipers((all) => all.map((a) => (a.id === c.id ? c : a)))}
            remove={(id) => { setCalipers((all) => all.filter((a) => a.id !== id)); frame.current?.focus(); }} />}
        </Paper>
      </div>
      <div class="state">
        <span class="drawn">{state}</span>
        {anyFilter(filters) && <strong class="filteredword">{longest > 0 ? t.filteredWarningLong : t.filteredWarning}</strong>}
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
