// What is said of a patient: the guidelines' form as models read it, and as reports ask for it.
import type { Clinical } from "./api/client";

/** What a prediction was asked with: the report must hold the same one. */
export interface Asked { model: string; set: Record<string, number | string> }

/** Empty, or a share that a ventricle can eject; anything else is asked of nobody. */
export function isLvef(text: string | undefined): boolean {
  if (!text) return true;
  const share = Number(text);
  return share >= 1 && share <= 100;
}

/** The form without what cannot be. */
export function usable(clinical: Clinical): Clinical {
  return isLvef(clinical.lvef) ? clinical : { ...clinical, lvef: "" };
}

/** Values of the form under the names that models read. */
export function clinicalValues(clinical: Clinical, extra: Record<string, string>): Record<string, number | string> {
  const set: Record<string, number | string> = {};
  if (clinical.lvef && isLvef(clinical.lvef)) set.lvef_pct = Number(clinical.lvef);
  if (clinical.nyha) set.nyha = Number(clinical.nyha);
  if (clinical.sex) set.sex = clinical.sex;
  if (clinical.ischemic) set.ischemic = clinical.ischemic === "yes" ? 1 : 0;
  for (const [name, value] of Object.entries(extra)) {
    if (value === "") continue;
    const number = Number(value.replace(",", "."));
    set[name] = Number.isNaN(number) ? value : number;
  }
  return set;
}

const pairs = (set: Record<string, number | string>): [string, string][] => Object.entries(set).map(([name, value]) => ["set", `${name}=${value}`]);
const rhythmOf = (clinical: Clinical): [string, string][] => (clinical.rhythm ? [["rhythm", clinical.rhythm]] : []);

/** The guidelines' form, as the program's reports ask for it. */
export function formQuery({ clinical }: { clinical: Clinical }): [string, string][] {
  return [...pairs(clinicalValues(clinical, {})), ...rhythmOf(clinical)];
}

/** The same with the prediction that is shown, where one is: what is printed is what was seen. */
export function reportQuery(state: { clinical: Clinical; asked: Asked | null }): [string, string][] {
  const { asked } = state;
  return asked ? [["model", asked.model], ...pairs(asked.set), ...rhythmOf(state.clinical)] : formQuery(state);
}
