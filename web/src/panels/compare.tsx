// This ECG beside an earlier one of the same patient: what must be said of each, what changed, and both beats over each other.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, api } from "../api/client";
import type { Answered, Beats, Change, Changes, Measurements, Recording } from "../api/types";
import { formQuery, usable } from "../clinical";
import { faultOf, openEarlier, store } from "../session";
import { BeatOverlay } from "../beats/overlay";
import { useStore } from "../store";
import { useWords } from "../texts";
import { FileButton } from "../ui/parts";
import { CautionList } from "./cautions";

/** What is known of the earlier ECG. */
interface Earlier { id: string; measured: Measurements; beats: Beats }

export function CompareView({ recording }: { recording: Recording }): JSX.Element {
  const { t } = useWords();
  const earlier = useStore(store, (s) => s.earlier);
  const measured = useStore(store, (s) => s.measurements);
  const clinical = useStore(store, (s) => s.clinical);
  const beats = useStore(store, (s) => s.beats);
  const [changes, setChanges] = useState<Changes | null>(null);
  const [old, setOld] = useState<Earlier | null>(null);
  useEffect(() => { // with the form as it was measured with: again when the measurements have followed it
    let wanted = true;
    if (!earlier || !measured) { setOld(null); setChanges(null); return; }
    const form = usable(store.get().clinical), { id } = earlier;
    void (async () => {
      try {
        const was = await api.measurements(id, form);
        const [oldBeats, found] = await Promise.all([api.beats(id, form), api.changes(recording.id, id, form)]);
        if (wanted) { setOld({ id, measured: was, beats: oldBeats }); setChanges(found); }
      } catch (error) { if (wanted) store.set({ fault: faultOf(error) }); }
    })();
    return () => { wanted = false; };
  }, [recording.id, earlier?.id, measured]);
  const known = old && earlier && old.id === earlier.id ? old : null;
  return (
    <section class="compare" aria-label={t.compareTitle}>
      <h2>{t.compareTitle}</h2>
      <FileButton label={t.chooseEarlier} multiple primary={!earlier} take={(files) => void openEarlier(files)} />
      {known && earlier && <CautionList recording={earlier} measured={known.measured} label={t.cautionsEarlier} heading={t.cautionsEarlier} />}
      {known && beats && <BeatOverlay before={known.beats} after={beats} />}
      {known && changes && (
        <>
          <table class="wide changes">
            <thead><tr><th scope="col">{t.measured}</th><th scope="col" class="n">{t.before}</th><th scope="col" class="n">{t.after}</th><th scope="col" class="n">{t.change}</th></tr></thead>
            <tbody>
              {changes.changes.map((c) => <ChangeRow key={c.name} change={c} />)}
              {changes.answers.map((answer) => <AnswerRow key={answer.name} answer={answer} />)}
            </tbody>
          </table>
          <p><a class="button" href={address(`/recordings/${recording.id}/report.pdf`, [["since", known.id], ...formQuery({ clinical })])} target="_blank" rel="noopener">{t.comparePdf}</a></p>
          <p class="muted">{t.repeatabilityNote}</p>
          <p class="muted" lang="en">{changes.notice}</p>
        </>
      )}
    </section>
  );
}

function ChangeRow({ change: c }: { change: Change }): JSX.Element {
  const { t, number, term } = useWords();
  const digits = c.unit === "mV" ? 2 : 0;
  const show = (v: number | null): string => (v === null ? "–" : number(v, digits));
  const round = (v: number): number => Math.round(v * 10 ** digits) / 10 ** digits;
  // As a reader subtracts what is shown; angles the short way round.
  const apart = c.before === null || c.after === null ? null : round(c.after) - round(c.before);
  const change = apart !== null && c.unit === "°" ? ((apart + 540) % 360) - 180 : apart;
  const limit = number(c.repeatability, digits === 0 ? 1 : 2);
  return (
    <tr class={c.beyond ? "beyond" : ""}>
      <th scope="row">{term(c.title)}{c.unit ? `, ${c.unit}` : ""}</th>
      <td class="n">{show(c.before)}</td><td class="n">{show(c.after)}</td>
      <td class="n verdict"><b>{change !== null && change > 0 ? "+" : ""}{show(change)}</b>{change !== null && <small>{c.doubtful ? t.doubtful : c.beyond ? t.beyond(limit) : t.withinRepeat(limit)}</small>}</td>
    </tr>
  );
}

/** The rhythm, and blocks; what cannot be answered on one of them has not changed and not stayed. */
function AnswerRow({ answer: a }: { answer: Answered }): JSX.Element {
  const { t, term } = useWords();
  const words = (said: string): string => (a.name === "rhythm" ? t.rhythms[said] : t.answers[said]) ?? said;
  return (
    <tr class={a.verdict === "changed" ? "beyond" : ""}>
      <th scope="row">{a.name === "rhythm" ? t.rhythm : term(a.title)}</th>
      <td class="n words">{words(a.before)}</td><td class="n words">{words(a.after)}</td>
      <td class="n verdict"><b>{a.verdict === "not assessable" ? t.notAssessable : a.verdict === "changed" ? t.changed : t.unchanged}</b></td>
    </tr>
  );
}
