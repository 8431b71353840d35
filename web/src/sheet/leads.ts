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

const LEVEL_SAMPLES = 500; // of a window: enough for a median that is good to a hair's breadth of paper

/** Where the base line of a beating heart lies, whatever the amplifier's offset: the median of what a strip shows. */
export function levelOf(stretch: Stretch, fromS: number, toS: number): number {
  const first = Math.max(0, Math.round((fromS - stretch.fromS) / stretch.stepS));
  const last = Math.min(stretch.values.length, Math.round((toS - stretch.fromS) / stretch.stepS));
  const step = Math.max(1, Math.floor((last - first) / LEVEL_SAMPLES));
  const some: number[] = [];
  for (let i = first; i < last; i += step) if (!Number.isNaN(stretch.values[i]!)) some.push(stretch.values[i]!);
  some.sort((a, b) => a - b);
  return some.length === 0 ? 0 : some[some.length >> 1]!;
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
