// How each column of the table was understood; a wrong one is changed here, and the map with it.
import type { JSX } from "preact";
import type { Cohort, CohortColumn, CohortFault } from "../api/types";
import { store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { setInMap } from "./map";
import { applyMap } from "./state";

export function Mapping({ cohort }: { cohort: Cohort }): JSX.Element {
  const { t } = useWords();
  return (
    <section class="mapping">
      <p>{t.mappingWords}</p>
      {cohort.faults.length > 0 && <ul class="faults" aria-label={t.faults} lang="en">{cohort.faults.map((f, i) => <FaultLine key={i} fault={f} />)}</ul>}
      <div class="scroll" tabIndex={0} role="region" aria-label={t.mapping}>
        <table class="wide">
          <thead><tr><th scope="col">{t.yourColumn}</th><th scope="col">{t.takenAs}</th><th scope="col">{t.unit}</th><th scope="col">{t.readAs}</th><th scope="col" class="n">{t.present}</th></tr></thead>
          <tbody>{cohort.columns.map((c, i) => <ColumnLine key={i} column={c} nth={cohort.columns.slice(0, i).filter((o) => o.from === c.from).length} />)}</tbody>
        </table>
      </div>
      {cohort.notes.length > 0 && <ul class="muted" lang="en">{cohort.notes.map((n) => <li key={n}>{n}</li>)}</ul>}
    </section>
  );
}

function FaultLine({ fault }: { fault: CohortFault }): JSX.Element {
  const { t } = useWords();
  return (
    <li>
      <b>{fault.column || fault.as}</b> {fault.what}
      {fault.spellings.length > 0 && <> <q>{fault.spellings.slice(0, 5).map(([word, times]) => (times > 1 ? `${word} (${times})` : word)).join(", ")}</q></>}
      {fault.expected && <span class="muted"> {t.expected}: {fault.expected}.</span>} {fault.hint && <span class="muted">{fault.hint}</span>}
    </li>
  );
}

const UNITS = ["ml", "ml/m2", "l", "cm", "m", "in", "kg", "lb", "years", "months", "ms", "s", "%", "fraction"];

function ColumnLine({ column: c, nth }: { column: CohortColumn; nth: number }): JSX.Element {
  const { t, number, term } = useWords();
  const inputs = useStore(store, (s) => s.inputs);
  const known = ["patient_id", "ecg", "group", "response", ...inputs.map((i) => i.name)];
  const options = [...new Set([...(c.as && !known.includes(c.as) ? [c.as] : []), ...known])];
  const own: Record<string, string> = { patient_id: t.columnPatient, ecg: t.columnEcg, group: t.columnGroup };
  const meaning = (name: string): string => {
    const input = inputs.find((i) => i.name === name);
    const words = own[name] ?? (input ? [term(input.meaning), input.unit].filter(Boolean).join(", ") : "");
    return words === name ? "" : words;
  };
  const words = Object.entries(c.words).map(([word, value]) => [word, String((value as { value?: unknown }).value ?? value)] as const).filter(([word, value]) => word !== value);
  const put = (key: "as" | "unit") => (e: { currentTarget: HTMLSelectElement }): void => { const v = e.currentTarget.value; void applyMap((toml) => setInMap(toml, c.from, key, v, nth)); };
  return (
    <tr class={c.left_out ? "leftout" : ""}>
      <th scope="row">{c.from}{words.length > 0 && <small>{words.slice(0, 4).map(([w, v]) => `${w} = ${v || "–"}`).join(", ")}{words.length > 4 ? " …" : ""}</small>}</th>
      <td>
        <select aria-label={`${t.takenAs}: ${c.from}`} value={c.as} onChange={put("as")}>
          <option value="">{t.leftOut}</option>
          {options.map((name) => <option key={name} value={name}>{name}{meaning(name) && `: ${meaning(name)}`}</option>)}
        </select>
        {!c.known && c.as && <small>{t.keepAsIs}</small>}{c.left_out && <small lang="en">{c.left_out}</small>}
      </td>
      <td>
        <select aria-label={`${t.unit}: ${c.from}`} value={c.unit} onChange={put("unit")}>
          <option value="">–</option>
          {[...new Set([...(c.unit ? [c.unit] : []), ...UNITS])].map((u) => <option key={u} value={u}>{u}</option>)}
        </select>
      </td>
      <td lang="en">{c.read_as}</td>
      <td class="n">{number(c.present)}</td>
    </tr>
  );
}
