#!/usr/bin/env python3
"""scripts/robustness/missing_parts.py PROGRAM FOLDER OUT: what do numbers do where parts of a recording are missing?

Of each WFDB recording (format 16: PTB-XL, LUDB) copies are made in which a lead was off for six seconds, all leads have gaps,
marked or full of zeros, or 2.5 s a lead were printed (with lead II below, or not). `synchrony measure` measures them
and the whole recording, which is the truth; printed are the differences. Python 3 standard library.
"""
import json
import struct
import subprocess
import sys
from pathlib import Path
from statistics import mean, pstdev

GONE = -32768
COLUMN = {name.upper(): i // 3 for i, name in enumerate(["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"])}


def read(header):
    """Lines of the header, names, and ADC units [sample][lead]."""
    lines = [line for line in header.read_text().splitlines() if line and not line.startswith("#")]
    leads = int(lines[0].split()[1])
    values = struct.iter_unpack(f"<{leads}h", header.with_suffix(".dat").read_bytes())
    return lines[:leads + 1], [line.split()[8] for line in lines[1:leads + 1]], [list(frame) for frame in values]


def write(folder, name, lines, frames):
    first = lines[0].split()
    header = [" ".join([name] + first[1:])]
    for number, line in enumerate(lines[1:]):
        cells = line.split()
        total = sum(frame[number] for frame in frames) & 0xffff
        cells[0], cells[5], cells[6] = name + ".dat", str(frames[0][number]), str(total - (total >> 15 << 16))
        header.append(" ".join(cells))
    (folder / f"{name}.hea").write_text("\n".join(header) + "\n")
    (folder / f"{name}.dat").write_bytes(b"".join(struct.pack(f"<{len(frame)}h", *frame) for frame in frames))


def lead_off(lead):
    return lambda name, second: name.upper() == lead and second < 6.0


def gaps(name, second):
    return 3.0 <= second < 4.2 or 6.5 <= second < 7.9


def second_lost(name, second):
    return 4.0 <= second < 5.0


def print_of(strip):
    return lambda name, second: not (strip and name.upper() == "II") and int(second / 2.5) != COLUMN[name.upper()]


KINDS = {"I off for 6 s": lead_off("I"), "V1 off for 6 s": lead_off("V1"), "V6 off for 6 s": lead_off("V6"),
         "two gaps in all leads": gaps, "the same, zeros": gaps, "a second in all leads, zeros": second_lost,
         "3 x 4 print, strip of II": print_of(True), "3 x 4 print, no strip": print_of(False)}


def measured(program, files):
    found = {}
    for begin in range(0, len(files), 50):
        command = [program, "measure", *map(str, files[begin:begin + 50]), "--json", "--lvef", "30", "--nyha", "3", "--quiet"]
        for one in json.loads(subprocess.run(command, capture_output=True, text=True).stdout):
            found[one["file"]] = one
    return [found[str(file)] for file in files]


def usable(one):
    return "intervals" in one and one["intervals"]["qrs_ms"] is not None


def answers(one):
    """Classes where none is withheld, then LBBB by its definitions."""
    withheld = any(rule["withheld"] for rule in one["guidelines"])
    return (None if withheld else [rule["class"] for rule in one["guidelines"]],
            [answer["answer"] for answer in one["conduction"] if "lbbb" in answer["name"]])


def main():
    program, data, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    headers = sorted((data / "data").glob("*.hea"))
    whole = measured(program, headers)
    print("| what is missing | n | QRS less whole, ms | most | rate less whole, /min | class differs | LBBB | fibrillation, new |\n|" + "---|" * 8)
    for kind, is_gone in KINDS.items():
        folder = out / kind.replace(" ", "_")
        folder.mkdir(parents=True, exist_ok=True)
        for header in headers:
            lines, names, frames = read(header)
            rate = float(lines[0].split()[2])
            gone = 0 if kind.endswith("zeros") else GONE
            cut = [[gone if is_gone(name, i / rate) else value for name, value in zip(names, frame)]
                   for i, frame in enumerate(frames)]
            write(folder, header.stem, lines, cut)
        parts = measured(program, [folder / header.name for header in headers])
        pairs = [(w, p) for w, p in zip(whole, parts) if usable(w) and usable(p)]
        qrs = [p["intervals"]["qrs_ms"] - w["intervals"]["qrs_ms"] for w, p in pairs]
        rates = [p["heart_rate_bpm"] - w["heart_rate_bpm"] for w, p in pairs]
        both = [(answers(w), answers(p)) for w, p in pairs]
        classes = sum(w[0] is not None and p[0] is not None and w[0] != p[0] for w, p in both)
        lbbb = sum(w[1] != p[1] for w, p in both)
        new = sum(p["rhythm"] == "likely_atrial_fibrillation" != w["rhythm"] for w, p in pairs)
        print(f"| {kind} | {len(pairs)} | {mean(qrs):+.1f}±{pstdev(qrs):.1f} | {max(map(abs, qrs)):.0f} | "
              f"{mean(rates):+.1f}±{pstdev(rates):.1f} | {classes} | {lbbb} | {new} |", flush=True)


if __name__ == "__main__":
    main()
