// Usual limits of adults, as fields.
import type { Measurements } from "../api/types";

export interface Limit { low?: number; high?: number }

// Rate 60 to 100, PR 120 to 200 ms, QRS below 120 ms (Surawicz 2009, AHA/ACCF/HRS part III: 120 ms begins a block), axis -30 to 90 degrees
// (the same), QTc below 450 ms in men and 460 ms in women (Rautaharju 2009, part IV).
export function limits(sex: string | undefined): Record<string, Limit> {
  return {
    heartRate: { low: 60, high: 100 },
    pr: { low: 120, high: 200 },
    qrs: { high: 120 },
    qtc: { high: sex === "F" ? 460 : 450 },
    axisQrs: { low: -30, high: 90 },
  };
}

/** "172 ms", "−12°", "71/min": a value with its unit, everywhere alike. */
export function quantity(value: number, unit: string, digits: number, number: (value: number, digits?: number) => string): string {
  const joined = unit === "" || unit === "°" || unit === "/min";
  return `${number(value, digits)}${joined ? unit : ` ${unit}`}`;
}

type Standing = "within" | "above" | "below" | null;

/** A bound that has a low end includes its high end ("120 to 200"); one that has none does not ("below 120"). */
export function standing(value: number | null | undefined, limit: Limit | undefined): Standing {
  if (value === null || value === undefined || !limit) return null;
  if (limit.low !== undefined && value < limit.low) return "below";
  if (limit.high !== undefined && (limit.low !== undefined ? value > limit.high : value >= limit.high)) return "above";
  return "within";
}

type RowKey = "heartRate" | "pDuration" | "pr" | "qrs" | "qt" | "qtc" | "jt" | "axisP" | "axisQrs" | "axisT" | "qrsArea" | "qrsT";
interface Row { key: RowKey; printed?: string; value: number | null; unit: string; digits: number; limit?: Limit }

export function rowsOf(m: Measurements, sex: string | undefined): Row[] {
  const limit = limits(sex);
  // A wide QRS complex makes a long QT of a normal repolarisation; JT leaves it out (Rautaharju 2009), and QTc's limit is of narrow ones.
  const wide = (m.intervals.qrs_ms ?? 0) >= 120;
  return [
    { key: "heartRate", printed: "heart_rate_per_min", value: m.heart_rate_bpm, unit: "/min", digits: 0, limit: limit.heartRate },
    { key: "pDuration", printed: "p_ms", value: m.intervals.p_ms, unit: "ms", digits: 0 },
    { key: "pr", printed: "pr_ms", value: m.intervals.pr_ms, unit: "ms", digits: 0, limit: limit.pr },
    { key: "qrs", printed: "qrs_ms", value: m.intervals.qrs_ms, unit: "ms", digits: 0, limit: limit.qrs },
    { key: "qt", printed: "qt_ms", value: m.intervals.qt_ms, unit: "ms", digits: 0 },
    { key: "qtc", value: m.intervals.qtc?.fridericia_ms ?? null, unit: "ms", digits: 0, limit: wide ? undefined : limit.qtc },
    ...(wide ? [{ key: "jt" as const, value: m.intervals.jt_ms, unit: "ms", digits: 0 }] : []),
    { key: "axisP", printed: "p_axis_deg", value: m.axes.p_deg, unit: "°", digits: 0 },
    { key: "axisQrs", printed: "qrs_axis_deg", value: m.axes.qrs_deg, unit: "°", digits: 0, limit: limit.axisQrs },
    { key: "axisT", printed: "t_axis_deg", value: m.axes.t_deg, unit: "°", digits: 0 },
    { key: "qrsArea", value: m.vectors?.qrs_area_uvs ?? null, unit: "µV s", digits: 0 },
    { key: "qrsT", value: m.vectors?.qrs_t_angle_mean_deg ?? null, unit: "°", digits: 0 },
  ];
}
