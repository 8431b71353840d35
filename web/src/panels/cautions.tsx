// What must be said of an ECG before any number: cautions of the reader, flags of the quality, gaps. They stand above every view of it, on paper too.
import type { JSX } from "preact";
import type { Flag, Measurements, Recording } from "../api/types";
import { signalsOf } from "../sheet/leads";
import { store } from "../session";
import { useStore } from "../store";
import { useWords, type Words } from "../texts";
import { quantity, rowsOf } from "./limits";

const CAUTIONS_SHOWN = 4; // the rest opens: the ECG itself must stay in sight

interface CautionLine { text: string; refuse: boolean }

/** What the measuring and the reader say of a recording: what cannot be judged first, then flags as `measure` orders them, by clinical weight. */
function cautionsOf(recording: Recording, measured: Measurements | null, { t, number, term, phrase }: Words): CautionLine[] {
  const info = recording.info;
  const lines: CautionLine[] = [];
  for (const flag of (measured?.flags ?? []).filter((f) => f.name !== "missing_samples")) // said below, in seconds
    lines.push({ text: flagText(flag, term, phrase), refuse: flag.refuse && flag.models_only !== true });
  for (const warning of info.warnings) lines.push({ text: warningText(warning), refuse: false });
  for (const warning of measured?.warnings ?? []) if (!lines.some((l) => l.text === warning)) lines.push({ text: warning, refuse: false });
  const signals = signalsOf(info);
  const gone = signals.filter((s) => s.invalid > 0);
  const length = (samples: number): string => number(samples / info.sampling_frequency_hz, 1);
  const alike = gone.length > 2 && gone.length === signals.length && gone.every((s) => length(s.invalid) === length(gone[0]!.invalid));
  const missing = alike ? [t.missingSamples(t.allOfThem, length(gone[0]!.invalid))] : gone.map((s) => t.missingSamples(s.name, length(s.invalid)));
  if (missing.length > 0) lines.push({ text: `${t.gapsShown}: ${missing.join(", ")}`, refuse: false });
  return lines.sort((a, b) => Number(b.refuse) - Number(a.refuse));
}

export function Cautions({ recording }: { recording: Recording }): JSX.Element | null {
  const measured = useStore(store, (s) => s.measurements);
  const words = useWords();
  return <CautionList recording={recording} measured={measured} label={words.t.cautions} />;
}

export function CautionList({ recording, measured, label, heading }: { recording: Recording; measured: Measurements | null; label: string; heading?: string }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const lines = cautionsOf(recording, measured, words);
  const simulated = recording.info.simulated === true;
  if (lines.length === 0 && !simulated && heading === undefined) return null;
  const shown = lines.length > CAUTIONS_SHOWN + 1 ? CAUTIONS_SHOWN : lines.length;
  return (
    <ul class="cautions" aria-label={label}>
      {heading !== undefined && <li class="heading">{heading}{lines.length === 0 && !simulated && `: ${t.noCaution}`}</li>}
      {simulated && <li class="soft">{t.simulated}</li>}
      {lines.slice(0, shown).map((line) => <Line key={line.text} line={line} />)}
      {lines.length > shown && (
        <li class="more"><details><summary>{t.moreCautions(lines.length - shown)}</summary><ul>{lines.slice(shown).map((line) => <Line key={line.text} line={line} />)}</ul></details></li>
      )}
    </ul>
  );
}

function Line({ line }: { line: CautionLine }): JSX.Element {
  const { t } = useWords();
  return <li class={line.refuse ? "refuse" : ""}><b>{line.refuse ? t.refusal : t.caution}</b> {line.text}</li>;
}

/** A flag as a reader of ECGs says it: translated, else the program's own words. */
export function flagWord({ name, words }: Pick<Flag, "name" | "words">, term: (word: string) => string): string {
  return term(name) !== name ? term(name) : words.charAt(0).toUpperCase() + words.slice(1);
}

function flagText(flag: Flag, term: (word: string) => string, phrase: (sentence: string) => string): string {
  const word = flagWord(flag, term);
  return flag.detail ? `${word}: ${phrase(flag.detail)}` : word;
}

function warningText(warning: unknown): string {
  if (typeof warning === "string") return warning;
  const w = warning as Record<string, unknown>;
  for (const name of ["text", "message", "what"]) if (typeof w[name] === "string" && w[name] !== "") return w[name] as string;
  return JSON.stringify(warning);
}

/** On paper the panel beside the ECG is not there: its numbers stand in one line. */
export function PrintedNumbers(): JSX.Element | null {
  const { t, number } = useWords();
  const measured = useStore(store, (s) => s.measurements);
  const sex = useStore(store, (s) => s.clinical.sex);
  if (!measured) return null;
  const rows = rowsOf(measured, sex).filter((row) => row.value !== null);
  return <p class="printonly">{measured.moved.length > 0 ? `${t.movedByHand} ` : ""}{rows.map((row) => `${t[row.key]} ${quantity(row.value!, row.unit, row.digits, number)}`).join(" · ")}</p>;
}
