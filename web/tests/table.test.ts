import { expect, it } from "vitest";
import { digitsOf } from "../src/cohort/table";

it("gives a column one decimal where any of its values has some", () => {
  const patients = { columns: ["age_y", "lvesv_ml", "sex"], patients: [[61, 169, "M"], [53, 229.9, "F"], [null, null, null]].map((values, row) => ({ row, id: String(row), ecg: "none" as const, values })) };
  expect(digitsOf(patients, patients.columns)).toEqual({ age_y: 0, lvesv_ml: 1, sex: 0 });
  expect(digitsOf(null, ["age_y"])).toEqual({ age_y: 0 });
});
