// This ECG beside an earlier one of the same patient.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, api } from "../api/client";
import { patientQuery } from "./save";
import type { Beats, Changes, Recording } from "../api/types";
import { faultOf, open, store } from "../session";
import { BeatOverlay } from "../beats/overlay";
import { useStore } from "../store";
import { useWords } from "../texts";
import { FileButton } from "../ui/parts";

export function CompareView({ recording }: { recording: Recording }): JSX.Element {
  const { t, number, term } = useWords();
  const earlier = useStore(store, (s) => s.earlier);
  const measured = useStore(store, (s) => s.measurements);
  const [changes, setChanges] = useState<Changes | null>(null);
  const beats = useStore(store, (s) => s.beats);
  const [old, setOld] = useState<Beats | null>(null);
  useEffect(() => {
    setOld(null);
    if (earlier) api.beats(earlier.id).then(setOld).catch((error: unknown) => store.set({ fault: faultOf(error) }));
  }, [earlier?.id]);
  useEffect(() => {
    setChanges(null);
    if (earlier) api.changes(recording.id, earlier.id).then(setChanges).catch((error: unknown) => store.set({ fault: faultOf(error) }));
  }, [recording.id, earlier?.id, measured]);
  return (
    <section class="compare" aria-label={t.compareTitle}>
      <h2>{t.compareTitle}</h2>
      <FileButton label={t.chooseEarlier} multiple primary={!earlier} take={(files) => void open(files, {}, true)} />
      {old && beats && <BeatOverlay before={old} after={beats} />}
      {changes && earlier && (
        <>
          <div class="scroll" tabIndex={0} role="region" aria-label={t.compareTitle}>
            <table class="wide">
              <thead><tr><th scope="col">{t.measured}</th><th scope="col" class="n">{t.before}</th><th scope="col" class="n">{t.after}</th><th scope="col" class="n">{t.change}</th><th scope="col" class="n">{t.repeatability}</th><th scope="col" /></tr></thead>
              <tbody>
                {changes.changes.map((c) => {
                  const digits = c.unit === "mV" ? 2 : 0;
                  const show = (v: number | null): string => (v === null ? "–" : number(v, digits));
                  const round = (v: number): number => Math.round(v * 10 ** digits) / 10 ** digits;
                  // As a reader subtracts what is shown; angles the short way round.
                  const apart = c.before === null || c.after === null ? null : round(c.after) - round(c.before);
                  const change = apart !== null && c.unit === "°" ? ((apart + 540) % 360) - 180 : apart;
                  return (
                    <tr key={c.name} class={c.beyond ? "beyond" : ""}>
                      <th scope="row">{term(c.title)}{c.unit ? `, ${c.unit}` : ""}</th>
                      <td class="n">{show(c.before)}</td><td class="n">{show(c.after)}</td>
                      <td class="n"><b>{change !== null && change > 0 ? "+" : ""}{show(change)}</b></td><td class="n">±{show(c.repeatability)}</td>
                      <td>{change === null ? "" : c.beyond ? t.beyond : t.withinRepeat}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
          <p><a class="button" href={address(`/recordings/${recording.id}/report.pdf`, [["since", earlier.id], ...patientQuery()])} target="_blank" rel="noopener">{t.comparePdf}</a></p>
          <p class="muted" lang="en">{changes.notice}</p>
        </>
      )}
    </section>
  );
}
