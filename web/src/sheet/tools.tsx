// The tools above the sheet, and what is printed of their state.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { address } from "../api/client";
import type { Recording } from "../api/types";
import { CSS_PX_PER_MM, reportQuery, setPaper, setRuler, store } from "../session";
import { useStore } from "../store";
import { useWords, type Texts } from "../texts";
import { SaveMenu } from "../panels/save";
import { Dialog, Menu, Segmented, Select } from "../ui/parts";
import { acting, anyFilter, canFilter, type DisplayFilters } from "./filters";
import type { Format } from "./layout";

export function filterWords(filters: DisplayFilters, t: Texts, number: (v: number, digits?: number) => string): string {
  const shown = (hz: number): string => number(hz, hz === 0.05 ? 2 : hz === 0.5 ? 1 : 0);
  const words = [
    filters.highPassHz ? t.highPassState(shown(filters.highPassHz)) : "",
    filters.lowPassHz ? t.lowPassState(shown(filters.lowPassHz)) : "",
    filters.mainsHz ? t.mainsState(shown(filters.mainsHz)) : "",
  ].filter(Boolean);
  return words.length > 0 ? words.join(", ") : t.filtersOff;
}

export function SheetTools({ leads, rhythmLead, px, truePx, zoomBy, addCaliper, recording, startS }: {
  leads: string[]; rhythmLead: string; px: number; truePx: number; zoomBy: (factor: number) => void; addCaliper: () => void; recording: Recording; startS: number;
}): JSX.Element {
  const { t, number } = useWords();
  const paper = useStore(store, (s) => s.paper);
  const clinical = useStore(store, (s) => s.clinical);
  const asked = useStore(store, (s) => s.asked);
  const [ruler, setRulerOpen] = useState(false);
  const sheet = { layout: paper.format, speed: paper.speed, gain: paper.gain, from: startS, rhythm_lead: rhythmLead };
  const pdf = address(`/recordings/${recording.id}/sheet.pdf`, sheet);
  return (
    <div class="tools" role="toolbar" aria-label={t.tabSheet}>
      <Segmented<Format> label={t.layout} value={paper.format} options={[["3x4", "3×4"], ["6x2", "6×2"], ["12x1", "12×1"]]} change={(format) => setPaper({ format })} />
      <Segmented label={t.speed} value={String(paper.speed)} options={[["25", "25 mm/s"], ["50", "50"]]} change={(v) => setPaper({ speed: Number(v) as 25 | 50 })} />
      <Segmented label={t.gain} value={String(paper.gain)} options={[["5", "5"], ["10", "10 mm/mV"], ["20", "20"]]} change={(v) => setPaper({ gain: Number(v) as 5 | 10 | 20 })} />
      <Menu label={t.display}>
        <div class="form" onClick={(e) => e.stopPropagation()}>
          <FilterForm fs={recording.info.sampling_frequency_hz} />
          <button type="button" onClick={() => setRulerOpen(true)}>{t.ruler}</button>
          <Select label={t.rhythmLead} value={rhythmLead} options={leads.map((l) => [l, l])} change={(lead) => setPaper({ rhythmLead: lead })} />
        </div>
      </Menu>
      <button type="button" onClick={addCaliper} title={t.calipersHint}>{t.caliper}</button>
      <span class="zoom" role="group" aria-label={t.zoom}>
        <button type="button" aria-label={t.zoomOut} onClick={() => zoomBy(0.8)}>−</button>
        <button type="button" aria-pressed={paper.zoom === "fit"} onClick={() => setPaper({ zoom: "fit" })}>{t.fit}</button>
        <button type="button" aria-pressed={paper.zoom === "true"} onClick={() => setPaper({ zoom: "true" })} title={t.trueSize}>{number((px / truePx) * 100)} %</button>
        <button type="button" aria-label={t.zoomIn} onClick={() => zoomBy(1.25)}>+</button>
      </span>
      <span class="push" />
      <Menu label={t.print}>
        <button type="button" onClick={() => window.print()}>{t.printSheet}</button>
        <a href={pdf} target="_blank" rel="noopener">{t.printSheetPdf}</a>
        {recording.twelve_leads && <a href={address(`/recordings/${recording.id}/report.pdf`, reportQuery({ clinical, asked }))} target="_blank" rel="noopener">{t.printReport}</a>}
        {recording.twelve_leads && <p class="muted">{asked ? t.reportWithPrediction : t.reportWithoutPrediction}</p>}
        {anyFilter(acting(paper.filters, recording.info.sampling_frequency_hz)) && <p class="muted">{t.savedUnfiltered}</p>}
      </Menu>
      <SaveMenu recording={recording} sheet={sheet} />
      <Dialog title={t.rulerTitle} open={ruler} close={() => setRulerOpen(false)}><RulerCheck close={() => setRulerOpen(false)} /></Dialog>
    </div>
  );
}

function FilterForm({ fs }: { fs: number }): JSX.Element {
  const { t, number } = useWords();
  const chosen = useStore(store, (s) => s.paper.filters);
  const filters = acting(chosen, fs);
  const set = (change: Partial<DisplayFilters>): void => setPaper({ filters: { ...chosen, ...change } });
  const options = (values: number[]): [string, string][] => values.filter((v) => canFilter(v, fs)).map((v) => [String(v), v === 0 ? t.off : `${number(v, v === 0.05 ? 2 : v === 0.5 ? 1 : 0)} Hz`]);
  return (
    <>
      <b>{t.filters}</b>
      <Select label={t.highPass} value={String(filters.highPassHz)} options={options([0, 0.05, 0.5])} change={(v) => set({ highPassHz: Number(v) as 0 | 0.05 | 0.5 })} />
      <Select label={t.lowPass} value={String(filters.lowPassHz)} options={options([0, 150, 100, 40])} change={(v) => set({ lowPassHz: Number(v) as 0 | 40 | 100 | 150 })} />
      <Select label={t.mains} value={String(filters.mainsHz)} options={options([0, 50, 60])} change={(v) => set({ mainsHz: Number(v) as 0 | 50 | 60 })} />
      <p class="muted">{t.filterNote}</p>
    </>
  );
}

const LINE_MM = 100, CARD_MM = 85.6; // ISO/IEC 7810 ID-1

function RulerCheck({ close }: { close: () => void }): JSX.Element {
  const { t } = useWords();
  const kept = useStore(store, (s) => s.pxPerMm);
  const [px, setPx] = useState(kept ?? CSS_PX_PER_MM);
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => { line.current?.style.setProperty("width", `${LINE_MM * px}px`); line.current?.style.setProperty("--card", `${CARD_MM * px}px`); }, [px]);
  return (
    <div class="rulercheck">
      <p>{t.rulerWords}</p>
      <div class="rule" ref={line} aria-hidden="true" />
      <label>{t.rulerLength}
        <input type="range" min={2} max={8} step={0.005} value={px} onInput={(e) => setPx(Number(e.currentTarget.value))} />
      </label>
      <div class="row">
        <button type="button" class="primary" onClick={() => { setRuler(px); close(); }}>{t.rulerSave}</button>
        {kept !== null && <button type="button" onClick={() => { setRuler(null); setPx(CSS_PX_PER_MM); }}>{t.rulerForget}</button>}
      </div>
    </div>
  );
}
