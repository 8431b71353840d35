// The paper itself: a canvas with grid and traces, drawn anew when what it shows changes; on a printer lines instead of pixels.
import type { CSSProperties, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { snap } from "./calipers";
import { anyFilter, filtered, marginS, type DisplayFilters } from "./filters";
import type { SheetLayout, Strip } from "./layout";
import { leadWindow, levelOf } from "./leads";
import { DARK, LIGHT, paintPaper, paintTraces } from "./paint";
import { PrintSheet } from "./print";
import type { SampleSource } from "./source";
import type { Stretch } from "./trace";

const FILTERED_KEPT = 60; // stretches: two sheets of more leads than there are

/** Samples of a lead as the display shows them. Filters act here, on whatever the server sent, and nowhere else. */
function shownWindow(source: SampleSource, lead: string, fromS: number, toS: number, fs: number, filters: DisplayFilters, memory: Map<string, Stretch>): Stretch | null {
  if (!anyFilter(filters)) return leadWindow(source, lead, fromS, toS);
  const margin = marginS(filters);
  const raw = leadWindow(source, lead, fromS - margin, toS + margin) ?? leadWindow(source, lead, fromS, toS);
  if (!raw) return null;
  const name = `${lead}/${raw.fromS}/${raw.values.length}/${JSON.stringify(filters)}`;
  let done = memory.get(name);
  if (!done) {
    if (memory.size > FILTERED_KEPT) memory.clear();
    memory.set(name, (done = { ...raw, values: filtered(raw.values, fs, filters) }));
  }
  return done;
}

interface Corners { x1: number; y1: number; x2: number; y2: number }

export function Paper({ layout, px, startS, source, version, filters, fs, dark, print, pan, measured, resize, children }: {
  layout: SheetLayout; px: number; startS: number; source: SampleSource; version: number; filters: DisplayFilters; fs: number; dark: boolean; print: boolean;
  pan: ((startS: number) => void) | null; measured: (c: Corners) => void; resize: (c: Corners) => void; children: JSX.Element | false;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = useRef<{ key: string; canvas: HTMLCanvasElement } | null>(null);
  const memory = useRef(new Map<string, Stretch>());
  const held = useRef<{ x: number; y: number; startS: number; pan: boolean; made: boolean } | null>(null);

  /** Each lead of the sheet once a frame, however many strips show it. */
  const ofFrame = (): { stretch: (strip: Strip) => Stretch | null; level: (strip: Strip) => number } => {
    const leads = new Map<string, Stretch | null>();
    const levels = new Map<Strip, number>();
    const endS = startS + layout.seconds;
    const whole = (lead: string): Stretch | null => {
      if (!leads.has(lead)) leads.set(lead, shownWindow(source, lead, startS, endS, fs, filters, memory.current));
      return leads.get(lead)!;
    };
    const level = (strip: Strip): number => { // of what the strip shows: a lead that wanders stays in its own row
      if (!levels.has(strip)) { const s = whole(strip.lead); levels.set(strip, s ? levelOf(s, startS + strip.fromS, startS + strip.toS) : 0); }
      return levels.get(strip)!;
    };
    return { stretch: (strip) => whole(strip.lead), level };
  };
  useEffect(() => memory.current.clear(), [source]);

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
    paintTraces(ctx, { layout, startS, ...ofFrame() }, px, ratio, ink);
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
  if (print) return <PrintSheet layout={layout} startS={startS} {...ofFrame()} />;
  return (
    <div class="paper" style={size}
      onPointerDown={down} onPointerMove={moved} onPointerUp={() => { held.current = null; }} onPointerCancel={() => { held.current = null; }}
      onWheel={(event) => { if (pan && (event.shiftKey || event.deltaX !== 0)) { pan(startS + (event.deltaX || event.deltaY) / (layout.speed * px)); } }}>
      <canvas ref={canvas} style={size} aria-hidden="true" />
      {children}
    </div>
  );
}
