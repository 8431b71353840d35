// The sheet for the printer: lines instead of pixels, in millimetres.
import type { CSSProperties, JSX } from "preact";
import type { SheetLayout, Strip } from "./layout";
import { traceLine, type Pen, type Stretch } from "./trace";

const LABEL_MM = 3.6;
const UNITS_A_MM = 100; // paths in hundredths of a millimetre: short numbers, no rounding that could be seen

class PathPen implements Pen {
  d = "";
  moveTo(x: number, y: number): void { this.d += `M${Math.round(x)} ${Math.round(y)}`; }
  lineTo(x: number, y: number): void { this.d += `L${Math.round(x)} ${Math.round(y)}`; }
}

function gridPath(layout: SheetLayout, every: number, skip: number): string {
  const w = layout.widthMm * UNITS_A_MM, h = layout.heightMm * UNITS_A_MM;
  let d = "";
  for (let mm = 0; mm <= layout.widthMm; mm += every) if (!skip || mm % skip !== 0) d += `M${mm * UNITS_A_MM} 0V${h}`;
  for (let mm = 0; mm <= layout.heightMm; mm += every) if (!skip || mm % skip !== 0) d += `M0 ${mm * UNITS_A_MM}H${w}`;
  return d;
}

function tracePath(layout: SheetLayout, strip: Strip, startS: number, stretch: Stretch, level: number): string {
  const pen = new PathPen();
  traceLine(stretch, {
    fromS: startS + strip.fromS, toS: startS + strip.toS, x0: strip.xMm * UNITS_A_MM, pxPerS: layout.speed * UNITS_A_MM,
    y0: (strip.baselineMm + level * layout.gain) * UNITS_A_MM, pxPerMv: layout.gain * UNITS_A_MM,
  }, pen);
  return pen.d;
}

export function PrintSheet({ layout, startS, stretch, level }: { layout: SheetLayout; startS: number; stretch: (strip: Strip) => Stretch | null; level: (strip: Strip) => number }): JSX.Element {
  const u = UNITS_A_MM;
  const size: CSSProperties = { width: `${layout.widthMm}mm`, height: `${layout.heightMm}mm` };
  return (
    <svg class="printsheet" style={size} viewBox={`0 0 ${layout.widthMm * u} ${layout.heightMm * u}`} aria-hidden="true">
      <path class="pfine" d={gridPath(layout, 1, 5)} />
      <path class="pcoarse" d={gridPath(layout, 5, 0)} />
      {layout.pulses.map((p) => (
        <path key={p.baselineMm} class="pline" d={`M${(p.xMm - 1.5) * u} ${p.baselineMm * u}H${p.xMm * u}V${(p.baselineMm - p.heightMm) * u}h${p.widthMm * u}V${p.baselineMm * u}h${1.5 * u}`} />
      ))}
      {layout.strips.map((strip) => {
        const samples = stretch(strip);
        return (
          <g key={`${strip.lead}/${strip.row}`}>
            {samples && <path class="pline" d={tracePath(layout, strip, startS, samples, level(strip))} />}
            {!strip.first && <path class="pdivider" d={`M${strip.xMm * u} ${(strip.baselineMm - 6) * u}v${3 * u}m0 ${6 * u}v${3 * u}`} />}
            <text x={(strip.xMm + 1.5) * u} y={(strip.topMm + LABEL_MM * 1.15) * u} font-size={LABEL_MM * u} font-weight="600">{strip.lead}</text>
          </g>
        );
      })}
    </svg>
  );
}
