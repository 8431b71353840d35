import { describe, expect, it } from "vitest";
import { clinicalOf, relativeTo, tableOf } from "../src/cohort/files";
import { setInMap } from "../src/cohort/map";

// As `synchrony cohort import tests/golden/hospital_tables/01_german.csv --out g.csv` writes it, shortened.
const MAP = `# How the table was read. Mend what is wrong, then run

[table]
header_row = 1
decimal = ","

# column F: numbers
[[column]]
from = "QRS-Dauer (ms)"
as = "qrs_duration_ms"
unit = "ms"  # by the name

# column J: yes or no
[[column]]
from = "Ischämische \\"KMP\\""
as = "ischemic"
values = { "ja" = "1", "nein" = "0" }
`;

describe("the map", () => {
  it("changes the one line that is meant", () => {
    expect(setInMap(MAP, "QRS-Dauer (ms)", "as", "qrs_old")).toBe(MAP.replace('as = "qrs_duration_ms"', 'as = "qrs_old"'));
    expect(setInMap(MAP, "QRS-Dauer (ms)", "unit", "s")).toBe(MAP.replace('unit = "ms"  # by the name', 'unit = "s"'));
  });
  it("leaves a column out with an empty name, finds quoted names, adds a unit where there was none", () => {
    expect(setInMap(MAP, 'Ischämische "KMP"', "as", "")).toBe(MAP.replace('as = "ischemic"', 'as = ""'));
    expect(setInMap(MAP, 'Ischämische "KMP"', "unit", "%")).toBe(MAP.replace('as = "ischemic"', 'as = "ischemic"\nunit = "%"'));
  });
  it("is unchanged for a column that it does not hold", () => expect(setInMap(MAP, "LVEF", "as", "x")).toBe(MAP));
  it("tells columns of one name apart", () => {
    const twice = '[[column]]\nfrom = "a"\nas = "x"\n[[column]]\nfrom = "a"\nas = "y"\n';
    expect(setInMap(twice, "a", "as", "z", 1)).toBe('[[column]]\nfrom = "a"\nas = "x"\n[[column]]\nfrom = "a"\nas = "z"\n');
  });
});

describe("a heap of dropped files", () => {
  const named = (name: string) => ({ name, file: new File([], name) });
  it("has its table nearest to the top", () => {
    const files = [named("study/ecg/list.csv"), named("study/cohort.csv"), named("study/ecg/1.hea")];
    expect(tableOf(files)?.name).toBe("study/cohort.csv");
    expect(relativeTo("study/cohort.csv", files).map((f) => f.name)).toEqual(["ecg/list.csv", "cohort.csv", "ecg/1.hea"]);
  });
  it("gives the guidelines' form what the table knows", () => {
    expect(clinicalOf(["lvef_pct", "nyha", "sex", "ischemic"], [28, 3, "F", 0])).toEqual({ lvef: "28", nyha: "3", sex: "F", ischemic: "no" });
    expect(clinicalOf(["lvef_pct"], [null])).toEqual({ lvef: undefined, nyha: undefined, sex: undefined, ischemic: undefined });
  });
});
