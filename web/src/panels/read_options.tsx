// Asked when a file does not say its unit, frequency or leads.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ReadOptions } from "../api/client";
import { asksFor, openOne, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { Select } from "../ui/parts";

export function ReadOptionsForm({ files }: { files: File[] }): JSX.Element {
  const { t } = useWords();
  const [options, setOptions] = useState<ReadOptions>({});
  const fault = useStore(store, (s) => s.fault);
  const asked = new Set(fault ? asksFor(fault) : []);
  const text = (name: keyof ReadOptions, label: string): JSX.Element => (
    <span class="field"><label for={`o-${name}`}>{label}</label><input id={`o-${name}`} value={options[name] ?? ""} onInput={(e) => setOptions({ ...options, [name]: e.currentTarget.value })} /></span>
  );
  return (
    <form class="panel readoptions" onSubmit={(e) => { e.preventDefault(); void openOne(files, options); }}>
      <h2>{t.readOptions}</h2>
      <div class="grid2">
        {asked.has("fs") && text("fs", t.optFs)}
        {asked.has("unit") && <Select label={t.optUnit} value={options.unit ?? ""} options={[["", t.optUnset], ["mV", "mV"], ["uV", "µV"], ["V", "V"], ["nV", "nV"], ["0.1mV", "0.1 mV"]]} change={(unit) => setOptions({ ...options, unit })} />}
        {asked.has("leads") && text("leads", t.optLeads)}
        {asked.has("part") && <Select label={t.optPart} value={options.part ?? ""} options={[["", "–"], ...fault!.got.split("\n").map((name): [string, string] => [name, name])]} change={(part) => setOptions({ ...options, part })} />}
        {asked.has("decimal") && <Select label={t.optDecimal} value={options.decimal ?? ""} options={[["", t.optUnset], ["point", t.point], ["comma", t.comma]]} change={(decimal) => setOptions({ ...options, decimal })} />}
        {asked.has("separator") && <Select label={t.optSeparator} value={options.separator ?? ""} options={[["", t.optUnset], ["comma", t.comma], ["semicolon", t.semicolon], ["tab", t.tab], ["bar", t.bar]]} change={(separator) => setOptions({ ...options, separator })} />}
      </div>
      <button class="primary" type="submit">{t.readAgain}</button>
    </form>
  );
}
