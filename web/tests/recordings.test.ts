import { describe, expect, it } from "vitest";
import { namedIn, recordingsOf, type Named } from "../src/recordings";

const named = (name: string, text = ""): Named => ({ name, file: new File([text], name.slice(name.lastIndexOf("/") + 1)) });
const names = (groups: Named[][]): string[][] => groups.map((group) => group.map((f) => f.name).sort());

describe("which files are one recording", () => {
  it("reads the files that a WFDB header names, as header(5) has them", () => {
    // The first example of header(5): record 100s, two signals in one file.
    expect(namedIn("100s.hea", "# a comment\n100s 2 360 650000 0:0:0 0/0/0\n100s.dat 212 200 11 1024 995 -22131 0 MLII\n100s.dat 212 200 11 1024 1011 20052 0 V5\n")).toEqual(["100s.dat"]);
    // Of several segments, one of them a gap.
    expect(namedIn("p/multi.hea", "multi/3 2 360 45000\n100s 21600\n~ 1800\nnull 21600\n")).toEqual(["p/100s.hea", "p/null.hea"]);
  });
  it("takes two headers with their signal files as two, and a file of another format as a third", async () => {
    const files = [named("a.dat"), named("a.hea", "a 1 500 10\na.dat 16\n"), named("b.hea", "b 1 500 10\nsignals.bin 16\n"), named("signals.bin"), named("c.xml"), named("b.atr"), named(".DS_Store")];
    expect(names(await recordingsOf(files))).toEqual([["a.dat", "a.hea"], ["b.atr", "b.hea", "signals.bin"], ["c.xml"]]);
  });
  it("keeps equal names of two folders apart", async () => {
    const header = "1 1 500 10\n1.dat 16\n";
    const files = [named("x/1.hea", header), named("x/1.dat"), named("y/1.hea", header), named("y/1.dat")];
    expect(names(await recordingsOf(files))).toEqual([["x/1.dat", "x/1.hea"], ["y/1.dat", "y/1.hea"]]);
  });
  it("hangs the segments below the header that names them", async () => {
    const files = [named("m.hea", "m/2 1 500 20\ns1 10\ns2 10\n"), named("s1.hea", "s1 1 500 10\ns1.dat 16\n"), named("s1.dat"), named("s2.hea", "s2 1 500 10\ns2.dat 16\n"), named("s2.dat")];
    expect(await recordingsOf(files)).toHaveLength(1);
  });
  it("does not hang in headers that name each other", async () => {
    const files = [named("a.hea", "a/1 1 500 10\nb 10\n"), named("b.hea", "b/1 1 500 10\na 10\n")];
    expect((await recordingsOf(files)).length).toBeGreaterThan(0);
  });
});
