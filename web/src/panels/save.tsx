// What can be saved of the recording, and as what.
import type { JSX } from "preact";
import { address, type Query } from "../api/client";
import type { Recording } from "../api/types";
import { reportQuery, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { Menu } from "../ui/parts";

function savedName(ending: string): string {
  return `ecg.${ending}`; // never the file's own name: it may be a patient's
}

function saveText(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function SaveMenu({ recording, sheet }: { recording: Recording; sheet: Query }): JSX.Element {
  const { t } = useWords();
  const path = `/recordings/${recording.id}`;
  const json = (): void => {
    const { measurements, lbbb, beats, prediction } = store.get();
    saveText(JSON.stringify({ measurements, lbbb, moved: beats?.moved ?? [], clinical, prediction, notice: t.notice }, null, 2), savedName("json"), "application/json");
  };
  const clinical = useStore(store, (s) => s.clinical);
  const asked = useStore(store, (s) => s.asked);
  const report = reportQuery({ clinical, asked });
  return (
    <Menu label={t.save}>
      {recording.twelve_leads && <a href={address(`${path}/page.html`, report)} download={savedName("html")}>{t.savePage}</a>}
      {recording.twelve_leads && <a href={address(`${path}/report.pdf`, report)} download={savedName("pdf")}>{t.savePdf}</a>}
      {recording.twelve_leads && <p class="muted">{asked ? t.reportWithPrediction : t.reportWithoutPrediction}</p>}
      <a href={address(`${path}/sheet.png`, sheet)} download={savedName("png")}>{t.savePng}</a>
      <a href={address(`${path}/sheet.svg`, sheet)} download={savedName("svg")}>{t.saveSvg}</a>
      <button type="button" onClick={json}>{t.saveJson}</button>
      <a href={address(`${path}/export`, { to: "wfdb" })} download={savedName("zip")}>{t.saveWfdb}</a>
    </Menu>
  );
}
