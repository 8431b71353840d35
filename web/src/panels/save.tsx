// What can be saved of the recording, and as what.
import type { JSX } from "preact";
import { address, type Query } from "../api/client";
import type { Recording } from "../api/types";
import { clinicalValues, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { Menu } from "../ui/parts";

export function savedName(ending: string): string {
  return `ecg.${ending}`; // never the file's own name: it may be a patient's
}

export function saveText(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** What the guidelines' form holds, as the program's reports ask for it. */
export function patientQuery(): [string, string][] {
  return Object.entries(clinicalValues(store.get().clinical, {})).map(([n, v]) => ["set", `${n}=${v}`]);
}

export function SaveMenu({ recording, sheet }: { recording: Recording; sheet: Query }): JSX.Element {
  const { t } = useWords();
  const path = `/recordings/${recording.id}`;
  const json = (): void => {
    const { measurements, lbbb, beats, clinical, prediction } = store.get();
    saveText(JSON.stringify({ measurements, lbbb, moved: beats?.moved ?? [], clinical, prediction, notice: t.notice }, null, 2), savedName("json"), "application/json");
  };
  useStore(store, (s) => s.clinical); // the links hold it
  const set = patientQuery;
  return (
    <Menu label={t.save}>
      {recording.twelve_leads && <a href={address(`${path}/page.html`, set())} download={savedName("html")}>{t.savePage}</a>}
      {recording.twelve_leads && <a href={address(`${path}/report.pdf`, set())} download={savedName("pdf")}>{t.savePdf}</a>}
      <a href={address(`${path}/sheet.png`, sheet)} download={savedName("png")}>{t.savePng}</a>
      <a href={address(`${path}/sheet.svg`, sheet)} download={savedName("svg")}>{t.saveSvg}</a>
      <button type="button" onClick={json}>{t.saveJson}</button>
      <a href={address(`${path}/export`, { to: "wfdb" })} download={savedName("zip")}>{t.saveWfdb}</a>
    </Menu>
  );
}
