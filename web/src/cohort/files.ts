// What a heap of dropped files holds, and what a row of the table says of a patient.
import type { Clinical } from "../api/client";
import type { Named } from "../recordings";

const TABLE = /\.(csv|tsv|txt|xlsx)$/i;

/** The table of a heap of dropped files: the shallowest one that looks like a table. */
export function tableOf(files: Named[]): Named | undefined {
  return files.filter((f) => TABLE.test(f.name)).sort((a, b) => a.name.split("/").length - b.name.split("/").length)[0];
}

/** How a table may name a file of a chosen folder: from above the folder, from within, or by its name alone. */
export const pathVariants: ((path: string) => string)[] = [
  (path) => path,
  (path) => (path.includes("/") ? path.slice(path.indexOf("/") + 1) : path),
  (path) => path.slice(path.lastIndexOf("/") + 1),
];

/** Names as the table may give them: relative to the folder in which the table lies. */
export function relativeTo(table: string, files: Named[]): Named[] {
  const folder = table.includes("/") ? table.slice(0, table.lastIndexOf("/") + 1) : "";
  return files.map((f) => (folder && f.name.startsWith(folder) ? { ...f, name: f.name.slice(folder.length) } : f));
}

export function clinicalOf(columns: string[], values: (number | string | null)[]): Clinical {
  const of = (name: string): string => { const v = values[columns.indexOf(name)]; return v === null || v === undefined ? "" : String(v); };
  const sex = of("sex");
  return {
    lvef: of("lvef_pct") || undefined, nyha: of("nyha") || undefined, sex: sex === "F" || sex === "M" ? sex : undefined,
    ischemic: of("ischemic") === "" ? undefined : of("ischemic") === "1" ? "yes" : "no",
  };
}
