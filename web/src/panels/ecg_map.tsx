// Where on the ECG an answer of a network rests: lead by lead, part by part of the beat.
import type { JSX } from "preact";
import type { EcgMap } from "../api/types";
import { showPlace, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";

export function EcgMapView({ map, shown }: { map: EcgMap; shown: () => void }): JSX.Element {
  const { t, number } = useWords();
  const onset = useStore(store, (s) => s.beats?.waves.qrs?.onset_ms ?? 0);
  const largest = Math.max(0.01, ...map.leads.flatMap((l) => l.contributions.map(Math.abs)));
  const show = (lead: string, part: EcgMap["parts"][number]): void => {
    showPlace({ lead, what: part.label, from_ms: onset + part.begin_ms, to_ms: onset + part.end_ms });
    shown();
  };
  return (
    <div class="ecgmap">
      <h3>{t.mapTitle}</h3>
      <p class="muted">{t.mapWords}</p>
      <table>
        <thead><tr><th scope="col"><span class="hidden">{t.lead}</span></th>{map.parts.map((p) => <th scope="col" key={p.name}>{p.label}</th>)}</tr></thead>
        <tbody>
          {map.leads.map((lead) => (
            <tr key={lead.name}>
              <th scope="row">{lead.name}</th>
              {map.parts.map((part, i) => {
                const value = lead.contributions[i] ?? 0;
                return (
                  <td key={part.name}>
                    <button type="button" aria-label={`${lead.name}, ${part.label}: ${number(value, 2)}`} title={number(value, 2)} onClick={() => show(lead.name, part)}>
                      <svg viewBox="0 0 40 18" preserveAspectRatio="none" aria-hidden="true"><rect class={value >= 0 ? "for" : "against"} width="40" height="18" fill-opacity={Math.abs(value) / largest} /></svg>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
