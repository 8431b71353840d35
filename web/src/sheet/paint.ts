// Paints paper and traces on a canvas. Sizes in mm; the context is scaled by the caller's pixels.
import type { SheetLayout, Strip } from "./layout";
import { traceLine, type Stretch } from "./trace";

export interface Ink { paper: string; fine: string; coarse: string; trace: string; label: string; caliper: string; gap: string }

export const LIGHT: Ink = { paper: "#fffcfb", fine: "#f8e0dc", coarse: "#eeb7af", trace: "#14171a", label: "#14171a", caliper: "#0b57a4", gap: "#6b7280" };
export const DARK: Ink = { paper: "#15181b", fine: "#241f20", coarse: "#463133", trace: "#eef1f4", label: "#eef1f4", caliper: "#7cc0ff", gap: "#9aa4ae" };

const FINE_LINES_FROM = 2.2; // px a mm: below this the fine lines would be a grey wash

export function paintPaper(ctx: CanvasRenderingContext2D, widthMm: number, heightMm: number, px: number, ratio: number, ink: Ink): void {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = ink.paper;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  const device = px * ratio;
  const thin = Math.max(1, Math.round(ratio * 0.75));
  const lines = (every: number, skip: number, colour: string): void => {
    ctx.fillStyle = colour;
    for (let mm = 0; mm <= widthMm + 0.01; mm += every) if (!skip || mm % skip !== 0) ctx.fillRect(Math.round(mm * device), 0, thin, heightMm * device);
    for (let mm = 0; mm <= heightMm + 0.01; mm += every) if (!skip || mm % skip !== 0) ctx.fillRect(0, Math.round(mm * device), widthMm * device, thin);
  };
  if (px * ratio >= FINE_LINES_FROM) lines(1, 5, ink.fine);
  lines(5, 0, ink.coarse);
}

interface Traces {
  layout: SheetLayout;
  startS: number;
  stretch: (strip: Strip) => Stretch | null;
  level: (strip: Strip) => number; // mV that lie on the strip's base line
}

function lineWidth(px: number): number { return Math.max(1.25, Math.min(2.4, px * 0.3)); }

export function paintTraces(ctx: CanvasRenderingContext2D, { layout, startS, stretch, level }: Traces, px: number, ratio: number, ink: Ink): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  ctx.strokeStyle = ink.trace;
  ctx.lineWidth = lineWidth(px);
  for (const pulse of layout.pulses) paintPulse(ctx, pulse, px);
  for (const strip of layout.strips) {
    const samples = stretch(strip);
    const fromS = startS + strip.fromS;
    ctx.save();
    ctx.beginPath();
    ctx.rect(strip.xMm * px - 1, 0, strip.widthMm * px + 2, layout.heightMm * px);
    ctx.clip();
    if (samples) {
      ctx.beginPath();
      traceLine(samples, {
        fromS, toS: startS + strip.toS, x0: strip.xMm * px, pxPerS: layout.speed * px,
        y0: (strip.baselineMm + level(strip) * layout.gain) * px, pxPerMv: layout.gain * px,
      }, ctx);
      ctx.stroke();
    }
    ctx.restore();
    if (!strip.first) paintDivider(ctx, strip, px, ink);
    paintLabel(ctx, strip, px, ink);
  }
}

function paintPulse(ctx: CanvasRenderingContext2D, pulse: { xMm: number; baselineMm: number; widthMm: number; heightMm: number }, px: number): void {
  const y = pulse.baselineMm * px;
  const top = (pulse.baselineMm - pulse.heightMm) * px;
  ctx.beginPath();
  ctx.moveTo((pulse.xMm - 1.5) * px, y);
  ctx.lineTo(pulse.xMm * px, y);
  ctx.lineTo(pulse.xMm * px, top);
  ctx.lineTo((pulse.xMm + pulse.widthMm) * px, top);
  ctx.lineTo((pulse.xMm + pulse.widthMm) * px, y);
  ctx.lineTo((pulse.xMm + pulse.widthMm + 1.5) * px, y);
  ctx.stroke();
}

function paintDivider(ctx: CanvasRenderingContext2D, strip: Strip, px: number, ink: Ink): void {
  ctx.strokeStyle = ink.label;
  const x = strip.xMm * px;
  ctx.beginPath();
  for (const [from, to] of [[-6, -3], [3, 6]] as const) { ctx.moveTo(x, (strip.baselineMm + from) * px); ctx.lineTo(x, (strip.baselineMm + to) * px); }
  ctx.save();
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.6;
  ctx.stroke();
  ctx.restore();
  ctx.strokeStyle = ink.trace;
}

function paintLabel(ctx: CanvasRenderingContext2D, strip: Strip, px: number, ink: Ink): void {
  const size = Math.max(10, Math.min(26, 3.6 * px));
  ctx.font = `600 ${size}px system-ui, "Segoe UI", "DejaVu Sans", sans-serif`;
  const x = (strip.xMm + 1.5) * px;
  const y = strip.topMm * px + size * 1.15;
  const width = ctx.measureText(strip.lead).width;
  ctx.fillStyle = ink.paper;
  ctx.globalAlpha = 0.82;
  ctx.fillRect(x - 2, y - size * 0.9, width + 4, size * 1.15);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink.label;
  ctx.fillText(strip.lead, x, y);
}
