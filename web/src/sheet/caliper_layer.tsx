// Calipers above the sheet: lines and words, and a button on each corner so that keys can move it.
import type { CSSProperties, JSX } from "preact";
import { useRef } from "preact/hooks";
import { useWords } from "../texts";
import { keyStep, marchLines, read, shifted, snap, words, type Caliper } from "./calipers";
import type { SheetLayout } from "./layout";

export function CaliperLayer({ layout, px, startS, calipers, change, remove }: {
  layout: SheetLayout; px: number; startS: number; calipers: Caliper[]; change: (caliper: Caliper) => void; remove: (id: number) => void;
}): JSX.Element {
  return (
    <div class="calipers">
      {calipers.map((caliper, i) => (
        <OneCaliper key={caliper.id} index={i + 1} layout={layout} px={px} startS={startS} caliper={caliper} change={change} remove={remove} />
      ))}
    </div>
  );
}

function OneCaliper({ index, layout, px, startS, caliper, change, remove }: {
  index: number; layout: SheetLayout; px: number; startS: number; caliper: Caliper; change: (caliper: Caliper) => void; remove: (id: number) => void;
}): JSX.Element {
  const { t, number } = useWords();
  const here = shifted(caliper, startS, layout.speed);
  const reading = words(read(here, layout.speed, layout.gain), number);
  const left = Math.min(here.x1, here.x2), right = Math.max(here.x1, here.x2);
  const top = Math.min(here.y1, here.y2), bottom = Math.max(here.y1, here.y2);
  const box = useRef<HTMLDivElement>(null);

  const place = (end: 1 | 2, x: number, y: number): void => {
    const back = { ...here, startS };
    change(end === 1 ? { ...back, x1: x, y1: y } : { ...back, x2: x, y2: y });
  };
  const drag = (end: 1 | 2) => (event: PointerEvent): void => {
    const sheet = box.current!.closest(".paper")!.getBoundingClientRect();
    const p = snap(layout, (event.clientX - sheet.left) / px, (event.clientY - sheet.top) / px);
    place(end, p.x, p.y);
  };
  const key = (end: 1 | 2) => (event: KeyboardEvent): void => {
    const step = keyStep(layout.speed, layout.gain, event.shiftKey);
    const [x, y] = end === 1 ? [here.x1, here.y1] : [here.x2, here.y2];
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step.x, 0], ArrowRight: [step.x, 0], ArrowUp: [0, -step.y], ArrowDown: [0, step.y] };
    const by = moves[event.key];
    if (by) place(end, x + by[0], y + by[1]);
    else if (event.key === "Delete" || event.key === "Backspace") remove(caliper.id);
    else if (event.key.toLowerCase() === "m") change({ ...here, startS, march: !caliper.march });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = (x: number, y: number): CSSProperties => ({ left: `${x * px}px`, top: `${y * px}px` });
  const corner = (end: 1 | 2, x: number, y: number): JSX.Element => (
    <button type="button" class="corner" style={at(x, y)} aria-label={t.caliperCorner(index, end)} aria-description={reading}
      onKeyDown={key(end)}
      onPointerDown={(e) => { e.stopPropagation(); e.currentTarget.setPointerCapture(e.pointerId); e.currentTarget.focus(); }}
      onPointerMove={(e) => { if (e.currentTarget.hasPointerCapture(e.pointerId)) drag(end)(e); }} />
  );
  return (
    <div class="caliper" ref={box}>
      {[here.x1, here.x2].map((x, i) => <i key={`v${i}`} class="v" style={{ left: `${x * px}px`, top: `${Math.max(0, top - 4) * px}px`, height: `${(bottom - Math.max(0, top - 4) + 4) * px}px` }} />)}
      {[here.y1, here.y2].map((y, i) => <i key={`h${i}`} class="h" style={{ top: `${y * px}px`, left: `${left * px}px`, width: `${(right - left) * px}px` }} />)}
      {caliper.march && marchLines(here, layout.tracesMm, layout.widthMm - 5).map((x) => (
        <i key={`m${x.toFixed(2)}`} class="v marched" style={{ left: `${x * px}px`, top: `${Math.max(0, top - 4) * px}px`, height: `${(bottom - Math.max(0, top - 4) + 4) * px}px` }} />
      ))}
      {corner(1, here.x1, here.y1)}
      {corner(2, here.x2, here.y2)}
      <div class="reading" style={at(left, bottom + 1.5)}>
        <output>{reading}</output>
        <button type="button" class={caliper.march ? "on" : ""} aria-pressed={caliper.march} title={t.march} aria-label={t.march} onPointerDown={(e) => e.stopPropagation()}
          onClick={() => change({ ...here, startS, march: !caliper.march })}>⋯</button>
        <button type="button" title={t.removeCaliper} aria-label={t.removeCaliper} onPointerDown={(e) => e.stopPropagation()} onClick={() => remove(caliper.id)}>×</button>
      </div>
    </div>
  );
}
