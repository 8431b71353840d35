// Two median beats over each other, lead by lead, from the same QRS onset and at the same scale.
import type { JSX } from "preact";
import type { BeatLead, Beats } from "../api/types";
import { useWords } from "../texts";
import { linePath } from "../ui/path";

const WIDE = 200, HIGH = 110;
const BEFORE_MS = 240, AFTER_MS = 560; // around QRS onset: P to T of most hearts

export function BeatOverlay({ before, after }: { before: Beats; after: Beats }): JSX.Element {
  const { t } = useWords();
  const pairs = after.leads.flatMap((lead) => { const old = before.leads.find((l) => l.name === lead.name); return old ? [[old, lead] as const] : []; });
  const all = pairs.flatMap(([a, b]) => [...inside(before, a), ...inside(after, b)].map(([, mv]) => mv));
  const low = Math.min(-0.5, ...all), high = Math.max(0.5, ...all);
  const path = (beats: Beats, lead: BeatLead): string => linePath(inside(beats, lead)
    .map(([ms, mv]) => [((ms + BEFORE_MS) / (BEFORE_MS + AFTER_MS)) * WIDE, 4 + ((high - mv) / (high - low)) * (HIGH - 8)] as const));
  return (
    <>
      <p class="legend"><span class="key old" /> {t.before} <span class="key solid" /> {t.after}</p>
      <div class="overlays">
        {pairs.map(([old, lead]) => (
          <svg key={lead.name} viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${lead.name}: ${t.before}, ${t.after}`}>
            <path class="before" d={path(before, old)} />
            <path class="after" d={path(after, lead)} />
            <text x={6} y={16}>{lead.name}</text>
          </svg>
        ))}
      </div>
    </>
  );
}

/** Samples around QRS onset, ms from it. */
function inside(beats: Beats, lead: BeatLead): [number, number][] {
  const onset = beats.waves.qrs?.onset_ms ?? 0;
  return lead.mv.map((mv, i): [number, number] => [beats.first_ms + i * beats.step_ms - onset, mv])
    .filter(([ms, mv]) => ms >= -BEFORE_MS && ms <= AFTER_MS && mv !== null && Number.isFinite(mv));
}
