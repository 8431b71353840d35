// Recordings that are open: a tab each, to go between; and those of a drop that could not be opened, in words.
import type { JSX } from "preact";
import { closeRecording, goTo, store, type OneEcg } from "../session";
import { useStore } from "../store";
import { useWords, type Words } from "../texts";
import { FaultBox } from "../ui/parts";

/** What a recording may be called: by its file's name only where names are to be shown. */
export function nameOf(one: Pick<OneEcg, "fileName" | "number" | "patientRow">, identity: boolean, several: boolean, { t }: Words): string {
  if (identity && one.fileName) return one.fileName;
  if (one.patientRow !== null) return t.patientNumber(one.patientRow);
  return several ? t.recordingNumber(one.number) : t.unnamed;
}

export function OpenedBar(): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const opened = useStore(store, (s) => s.opened);
  const now = useStore(store, (s) => s.recording?.id);
  const identity = useStore(store, (s) => s.identity);
  if (opened.length < 2) return null;
  return (
    <ul class="opened" aria-label={t.openRecordings}>
      {opened.map((one) => {
        const { id, info } = one.recording;
        const name = nameOf(one, identity, true, words);
        return (
          <li key={id} class={id === now ? "on" : ""}>
            <button type="button" aria-current={id === now ? "true" : undefined} onClick={() => goTo(id)}>{name} <small>{info.format.toUpperCase()}</small></button>
            <button type="button" class="quiet" aria-label={t.closeNamed(name)} title={t.close} onClick={() => closeRecording(id)}>×</button>
          </li>
        );
      })}
    </ul>
  );
}

export function NotOpenedBox(): JSX.Element | null {
  const { t } = useWords();
  const failed = useStore(store, (s) => s.notOpened);
  const of = useStore(store, (s) => s.severalAsked);
  if (failed.length === 0) return null;
  return (
    <section class="notopened" aria-label={t.notOpened(failed.length, of)}>
      <div class="row"><b role="alert">{t.notOpened(failed.length, of)}</b><span class="push" /><button type="button" class="quiet" aria-label={t.close} onClick={() => store.set({ notOpened: [] })}>×</button></div>
      <ul>{failed.map(({ number, fault }) => <li key={number}><b>{t.fileNumber(number)}</b> <FaultBox fault={fault} /></li>)}</ul>
      <p class="muted">{t.openAlone}</p>
    </section>
  );
}
