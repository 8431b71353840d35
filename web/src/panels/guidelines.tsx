// What is known of the patient, and what three guidelines make of it.
import type { JSX } from "preact";
import type { Guideline } from "../api/types";
import { isLvef } from "../clinical";
import { setClinical, store } from "../session";
import { useStore } from "../store";
import { useWords } from "../texts";
import { Select } from "../ui/parts";

export function GuidelinesPanel({ guidelines }: { guidelines: Guideline[] }): JSX.Element {
  const { t } = useWords();
  const clinical = useStore(store, (s) => s.clinical);
  const wrong = !isLvef(clinical.lvef);
  const moved = useStore(store, (s) => (s.measurements?.moved.length ?? 0) > 0);
  const lang = useStore(store, (s) => s.lang);
  return (
    <section class="panel guidelines" aria-label={t.guidelines}>
      <h2>{t.guidelines}</h2>
      <div class="patientform" role="group" aria-label={t.patient}>
        <span class="field"><label for="lvef">{t.lvef}</label>
          <input id="lvef" type="number" min={1} max={100} step="any" inputMode="decimal" value={clinical.lvef ?? ""} aria-invalid={wrong} aria-describedby={wrong ? "lvef-range" : undefined} onInput={(e) => setClinical({ lvef: e.currentTarget.value })} />
          {wrong && <span id="lvef-range" class="wrong" role="alert">{t.lvefRange}</span>}</span>
        <Select label={t.nyha} value={clinical.nyha ?? ""} options={[["", t.unset], ["1", "I"], ["2", "II"], ["3", "III"], ["4", "IV"]]} change={(nyha) => setClinical({ nyha })} />
        <Select label={t.sex} value={clinical.sex ?? ""} options={[["", t.asRecording], ["F", t.female], ["M", t.male]]} change={(sex) => setClinical({ sex: sex || undefined })} />
        <Select label={t.rhythm} value={clinical.rhythm ?? ""} options={[["", t.asMeasured], ["sinus", t.sinus], ["af", t.af], ["other", t.otherRhythm]]} change={(rhythm) => setClinical({ rhythm })} />
        <Select label={t.ischemic} value={clinical.ischemic ?? ""} options={[["", t.unset], ["yes", t.yes], ["no", t.no]]} change={(ischemic) => setClinical({ ischemic })} />
      </div>
      {lang !== "en" && <p class="muted">{t.guidelineEnglish}</p>}
      {moved && <p class="soft">{t.movedByHand}</p>}
      <ul class="classes">{guidelines.map((g) => <OneGuideline key={g.name} guideline={g} />)}</ul>
    </section>
  );
}

// How people call the definitions of LBBB, in place of the program's names, as its reports do.
const DEFINITIONS: Record<string, string> = { strauss: "Strauss", aha_2009: "AHA 2009", esc_2013: "ESC 2013" };

export function definitionsInWords(reason: string): string { return reason.replace(/\((strauss|aha_2009|esc_2013)\)/, (_, name: string) => `(${DEFINITIONS[name]!})`); }

function OneGuideline({ guideline: g }: { guideline: Guideline }): JSX.Element {
  const { t } = useWords();
  return (
    <li>
      <div class="row">
        <b>{g.title}</b>
        <span class="push" />
        <span class={`class class-${g.class ?? "none"}`}>{g.class ? t.classWord(g.class) : t.noClass}</span>
      </div>
      {g.sentence && (g.withheld || g.class !== null || g.missing.length === 0) && <p lang="en">{g.sentence.charAt(0).toUpperCase() + g.sentence.slice(1)}</p>}
      {g.missing.length > 0 && !g.withheld && <p class="needs">{t.missingWords(g.missing.map((m) => t.needs[m] ?? m).join(", "))}</p>}
      {g.from.length > 0 && <p class="muted" lang="en">{t.fromWords} {g.from.map(definitionsInWords).join(", ")}</p>}
    </li>
  );
}
