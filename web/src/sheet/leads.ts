// Leads that the sheet can show: those recorded, and the limb leads that follow from I and II.
import type { Info } from "../api/types";
import { STANDARD } from "./layout";
import type { SampleSource } from "./source";
import type { Stretch } from "./trace";

export interface Signal { name: string; unit: string; invalid: number; derived: boolean }

export function signalsOf(info: Info): Signal[] {
  return info.leads.map((lead) => {
    if (typeof lead === "string") return { name: lead, unit: "mV", invalid: 0, derived: false };
    const l = lead as { name?: string; unit?: string; invalid_samples?: number; derived?: boolean };
    return { name: l.name ?? "?", unit: l.unit ?? "mV", invalid: l.invalid_samples ?? 0, derived: l.derived ?? false };
  });
}

// Einthoven and Goldberger: weights of I and II.
const FROM_LIMBS: Record<string, [number, number]> = { III: [-1, 1], aVR: [-0.5, -0.5], aVL: [1, -0.5], aVF: [-0.5, 1] };

/** The names that can be shown, in the order of paper. */
export function shownLeads(stored: string[]): string[] {
  const limbs = stored.includes("I") && stored.includes("II");
  const able = new Set([...stored, ...(limbs ? Object.keys(FROM_LIMBS) : [])]);
  const standard = STANDARD.filter((lead) => able.has(lead));
  return [...standard, ...stored.filter((lead) => !STANDARD.includes(lead))];
}

/** All samples of a lead between two times; a lead that follows from others is computed, missing where either is. */
export function leadWindow(source: SampleSource, lead: string, fromS: number, toS: number): Stretch | null {
  if (source.leads.includes(lead)) return source.window(lead, fromS, toS);
  const weights = FROM_LIMBS[lead];
  if (!weights) return null;
  const one = source.window("I", fromS, toS);
  const two = source.window("II", fromS, toS);
  if (!one || !two) return null;
  const values = one.values.map((mv, i) => weights[0] * mv + weights[1] * two.values[i]!);
  return { ...one, values };
}
