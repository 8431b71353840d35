// Recordings whose every sample is known, as WFDB format 16 (header(5), signal(5) of the WFDB manual).
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const TWELVE = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];
const GAIN = 200; // a millivolt
const MISSING = -32768;

/** `mv(lead, i)` gives each sample in mV, NaN where it is missing. */
export function write(folder, name, { fs, samples, leads = TWELVE, mv }) {
  const data = Buffer.alloc(samples * leads.length * 2);
  for (let i = 0; i < samples; ++i)
    leads.forEach((lead, l) => {
      const value = mv(lead, i);
      data.writeInt16LE(Number.isNaN(value) ? MISSING : Math.round(value * GAIN), (i * leads.length + l) * 2);
    });
  const sums = leads.map((_, l) => { let sum = 0; for (let i = 0; i < samples; ++i) sum = (sum + data.readInt16LE((i * leads.length + l) * 2)) & 0xffff; return sum > 32767 ? sum - 65536 : sum; });
  const header = [`${name} ${leads.length} ${fs} ${samples}`, ...leads.map((lead, l) => `${name}.dat 16 ${GAIN}/mV 16 0 ${data.readInt16LE(2 * l)} ${sums[l]} 0 ${lead}`)].join("\n");
  const files = [join(folder, `${name}.hea`), join(folder, `${name}.dat`)];
  writeFileSync(files[0], `${header}\n`);
  writeFileSync(files[1], data);
  return files;
}

/** One square of 1 mV and 200 ms in every lead, 1 s after each 2.5 s: in each column of the 3x4 sheet. */
export function squares(folder) {
  const fs = 1000;
  return write(folder, "squares", { fs, samples: 10 * fs, mv: (_lead, i) => (i % 2500 >= 1000 && i % 2500 < 1200 ? 1 : 0) });
}

/** A day at 100 Hz in two leads: a spike a second, and none of its samples the same hour by hour. */
export function day(folder) {
  const fs = 100;
  return write(folder, "day", { fs, samples: 86400 * fs, leads: ["II", "V1"], mv: (_lead, i) => (i % fs === 50 ? 1 + Math.floor(i / (3600 * fs)) / 24 : 0) });
}

/** Missing from 4 s to 5 s in II. */
export function gap(folder) {
  const fs = 500;
  return write(folder, "gap", { fs, samples: 10 * fs, mv: (lead, i) => (lead === "II" && i >= 4 * fs && i < 5 * fs ? NaN : i % 400 === 200 ? 1 : 0) });
}
