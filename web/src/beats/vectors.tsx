// Vector loops in three planes, as the American Heart Association draws them: X to the left, Y to the feet, Z to the back.
import type { JSX } from "preact";
import type { Vectors } from "../api/types";
import { useWords } from "../texts";
import { linePath } from "../ui/path";

const SIDE = 300;
const PAD = 26;
const DOT_MS = 10;

type Axis = "x" | "y" | "z";
interface Plane { title: string; across: Axis; up: Axis; ends: [string, string, string, string] } // left, right, top, bottom of the paper

export function VectorView({ vectors }: { vectors: Vectors }): JSX.Element {
  const { t, number } = useWords();
  const planes: Plane[] = [
    { title: t.frontal, across: "x", up: "y", ends: [t.right, t.left, t.head, t.feet] },
    { title: t.sagittal, across: "z", up: "y", ends: [t.front, t.back, t.head, t.feet] },
    { title: t.horizontal, across: "x", up: "z", ends: [t.right, t.left, t.back, t.front] },
  ];
  const until = vectors.t?.to ?? vectors.qrs.to;
  const largest = Math.max(0.2, ...(["x", "y", "z"] as const).flatMap((a) => vectors[a].slice(vectors.qrs.from, until).map(Math.abs)));
  const m = vectors.measures;
  return (
    <section class="vectors" aria-label={t.vectorsTitle}>
      <h2>{t.vectorsTitle}</h2>
      <div class="planes">{planes.map((plane) => <PlaneFigure key={plane.title} plane={plane} vectors={vectors} largest={largest} />)}</div>
      <p class="legend"><span class="qrs">{t.qrsLoop}</span> <span class="t">{t.tLoop}</span>
        {m && <span> {t.qrsArea} <b>{number(m.qrs_area_uvs, 0)} µV s</b> · {t.qrsT} <b>{number(m.qrs_t_angle_mean_deg)}°</b></span>}
      </p>
      <p class="muted">{t.vectorNote(vectors.transform.charAt(0).toUpperCase() + vectors.transform.slice(1))} {t.squareIs(number(square(largest), 2))}</p>
    </section>
  );
}

/** Side of a square of the grid, mV: some five from the middle to the edge. */
function square(largest: number): number { return [0.05, 0.1, 0.2, 0.5, 1].find((mv) => largest / mv <= 6) ?? 2; }

function PlaneFigure({ plane, vectors, largest }: { plane: Plane; vectors: Vectors; largest: number }): JSX.Element {
  const middle = SIDE / 2;
  const unit = (middle - PAD) / largest; // px a mV
  // Y grows to the feet: down on paper. Z grows to the back: up in the horizontal plane.
  const sign = plane.up === "y" ? 1 : -1;
  const x = (i: number): number => middle + vectors[plane.across][i]! * unit;
  const y = (i: number): number => middle + sign * vectors[plane.up][i]! * unit;
  const loop = (from: number, to: number): string => linePath(Array.from({ length: Math.max(0, to - from) }, (_, k) => [x(from + k), y(from + k)] as const));
  const every = Math.max(1, Math.round(DOT_MS / vectors.step_ms));
  const dots: number[] = [];
  for (let i = vectors.qrs.from; i < vectors.qrs.to; i += every) dots.push(i);
  const half = square(largest) * unit;
  const grid: string[] = [];
  for (let k = -Math.floor((middle - 8) / half); k * half <= middle - 8; ++k) grid.push(`M${middle + k * half} 8V${SIDE - 8}M8 ${middle + k * half}H${SIDE - 8}`);
  const [left, right, top, bottom] = plane.ends;
  return (
    <figure>
      <figcaption>{plane.title}</figcaption>
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={plane.title}>
        <path class="coarse" d={grid.join("")} />
        <path class="axis" d={`M8 ${middle}H${SIDE - 8}M${middle} 8V${SIDE - 8}`} />
        {vectors.t && <path class="loop t" d={loop(vectors.t.from, vectors.t.to)} />}
        <path class="loop qrs" d={loop(vectors.qrs.from, vectors.qrs.to)} />
        {dots.map((i) => <circle key={i} class="dot" cx={x(i)} cy={y(i)} r={1.7} />)}
        <Arrow points={[0.3, 0.6].map((share) => Math.round(vectors.qrs.from + share * (vectors.qrs.to - vectors.qrs.from)))} x={x} y={y} />
        <text class="end" x={10} y={middle - 5}>{left}</text>
        <text class="end last" x={SIDE - 10} y={middle - 5}>{right}</text>
        <text class="end" x={middle + 5} y={18}>{top}</text>
        <text class="end" x={middle + 5} y={SIDE - 12}>{bottom}</text>
      </svg>
    </figure>
  );
}

function Arrow({ points, x, y }: { points: number[]; x: (i: number) => number; y: (i: number) => number }): JSX.Element {
  return (
    <>
      {points.map((i) => {
        const angle = Math.atan2(y(i + 1) - y(i - 1), x(i + 1) - x(i - 1));
        const tip = [x(i) + 5 * Math.cos(angle), y(i) + 5 * Math.sin(angle)];
        const side = (turn: number): string => `${(x(i) + 5 * Math.cos(angle + turn)).toFixed(1)} ${(y(i) + 5 * Math.sin(angle + turn)).toFixed(1)}`;
        return <path key={i} class="arrow" d={`M${tip[0]!.toFixed(1)} ${tip[1]!.toFixed(1)}L${side(2.5)}L${side(-2.5)}Z`} />;
      })}
    </>
  );
}
