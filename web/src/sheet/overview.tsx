// The whole recording in one line: minimum and maximum of each pixel. Wheel and keys zoom, dragging moves.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../texts";
import { seconds } from "../ui/parts";
import type { Ink } from "./paint";
import type { SampleSource } from "./source";
import { traceLine } from "./trace";

const HEIGHT = 72;
const LEAST_S = 10;

export function Overview({ source, lead, durationS, startS, shownS, version, ink, go }: {
  source: SampleSource; lead: string; durationS: number; startS: number; shownS: number; version: number; ink: Ink; go: (startS: number) => void;
}): JSX.Element {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState({ fromS: 0, lengthS: durationS });
  const clampView = (fromS: number, lengthS: number): { fromS: number; lengthS: number } => {
    const length = Math.min(durationS, Math.max(LEAST_S, lengthS));
    return { fromS: Math.min(Math.max(0, fromS), durationS - length), lengthS: length };
  };
  const zoomAt = (factor: number, share: number): void => setView((v) => clampView(v.fromS + v.lengthS * share * (1 - factor), v.lengthS * factor));

  useEffect(() => setView({ fromS: 0, lengthS: durationS }), [source, durationS]);
  useEffect(() => { // the stretch on the sheet stays in sight
    setView((v) => (startS < v.fromS || startS + shownS > v.fromS + v.lengthS ? clampView(startS - v.lengthS / 2 + shownS / 2, v.lengthS) : v));
  }, [startS]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = (): void => paint(element, source, lead, view, startS, shownS, ink);
    const frame = requestAnimationFrame(draw);
    const watch = new ResizeObserver(draw);
    watch.observe(element);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [source, lead, view, startS, shownS, version, ink]);

  useEffect(() => {
    const element = canvas.current;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element!.getBoundingClientRect();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) setView((v) => clampView(v.fromS + ((event.deltaX || event.deltaY) / box.width) * v.lengthS, v.lengthS));
      else zoomAt(Math.exp(event.deltaY * 0.0015), (event.clientX - box.left) / box.width);
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [durationS]);

  const toTime = (event: PointerEvent): number => {
    const box = canvas.current!.getBoundingClientRect();
    return view.fromS + ((event.clientX - box.left) / box.width) * view.lengthS;
  };
  const key = (event: KeyboardEvent): void => {
    const step = view.lengthS / 10;
    if (event.key === "ArrowLeft") go(startS - step);
    else if (event.key === "ArrowRight") go(startS + step);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(durationS);
    else if (event.key === "+" || event.key === "=") zoomAt(0.5, (startS - view.fromS) / view.lengthS);
    else if (event.key === "-") zoomAt(2, (startS - view.fromS) / view.lengthS);
    else return;
    event.preventDefault();
  };
  return (
    <div class="overview">
      <div class="row">
        <span class="label">{t.overview}</span>
        <span class="muted">{t.position(seconds(view.fromS), seconds(view.fromS + view.lengthS))}</span>
        <span class="push" />
        <button type="button" class="quiet" aria-label={t.zoomOut} onClick={() => zoomAt(2, 0.5)}>−</button>
        <button type="button" class="quiet" aria-label={t.zoomIn} onClick={() => zoomAt(0.5, (startS + shownS / 2 - view.fromS) / view.lengthS)}>+</button>
      </div>
      <canvas ref={canvas} tabIndex={0} role="slider" aria-label={t.overviewLabel} aria-valuemin={0} aria-valuemax={Math.round(durationS)}
        aria-valuenow={Math.round(startS)} aria-valuetext={seconds(startS)} onKeyDown={key}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); go(toTime(e) - shownS / 2); }}
        onPointerMove={(e) => { if (e.buttons & 1) go(toTime(e) - shownS / 2); }} />
    </div>
  );
}

function paint(element: HTMLCanvasElement, source: SampleSource, lead: string, view: { fromS: number; lengthS: number }, startS: number, shownS: number, ink: Ink): void {
  const ratio = window.devicePixelRatio || 1;
  const width = element.clientWidth;
  if (width === 0) return;
  element.width = Math.round(width * ratio);
  element.height = Math.round(HEIGHT * ratio);
  const ctx = element.getContext("2d")!;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = ink.paper;
  ctx.fillRect(0, 0, width, HEIGHT);
  const pxPerS = width / view.lengthS;
  const { here } = source.stretches(lead, view.fromS, view.fromS + view.lengthS, source.level(pxPerS));
  ctx.strokeStyle = ink.trace;
  ctx.lineWidth = 0.8;
  ctx.beginPath();
  for (const stretch of here)
    traceLine(stretch, { fromS: view.fromS, toS: view.fromS + view.lengthS, x0: 0, pxPerS, y0: HEIGHT * 0.55, pxPerMv: HEIGHT / 4.5 }, ctx);
  ctx.stroke();
  const x = (startS - view.fromS) * pxPerS;
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = ink.caliper;
  ctx.fillRect(x, 0, Math.max(3, shownS * pxPerS), HEIGHT);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = ink.caliper;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(x + 0.5, 0.75, Math.max(3, shownS * pxPerS), HEIGHT - 1.5);
}
