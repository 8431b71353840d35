import { expect, it } from "vitest";
import { digitsThatTellApart } from "../src/panels/lbbb";

it("shows a decimal only where a value would read as its limit", () => {
  expect(digitsThatTellApart(100.4, 130)).toBe(0);
  expect(digitsThatTellApart(119.6, 120)).toBe(1);
  expect(digitsThatTellApart(120, 120)).toBe(0);
  expect(digitsThatTellApart(null, 120)).toBe(0);
});
