#!/usr/bin/env python3
"""scripts/virtual_database.py PROGRAM OUT [--each N] [--normal X] [--beats B] [--seed S]: virtual patients in MIT-BIH's form.

`synchrony pretrain --data OUT --split intra --leads all` then learns from them: the annotation of a beat says its
patient's conduction, in the five classes that there are: N normal, S right bundle branch block, V complete left bundle
branch block, F nonspecific delay or incomplete left block, Q left anterior block. B beats of each patient that follow
each other are annotated. truth.csv has a row a patient of what simulation alone knows, for `pretrain --targets OUT/truth.csv`.
Python 3 standard library.
"""
import argparse
import csv
import os
import shutil
import struct
import subprocess
from pathlib import Path

N, S, V, F, Q = 1, 8, 5, 6, 13  # WFDB's codes of N, A, V, F, Q
KINDS = [  # conduction, code, share of N patients, presets that share them evenly
    ("normal", N, 1.0, ("healthy", "hospital")), ("rbbb", S, 1.0, ("nanjing", "hospital")),
    ("lbbb_proximal", V, 0.5, ("nanjing", "hospital")), ("lbbb_distal", V, 0.5, ("nanjing", "hospital")),
    ("nonspecific", F, 0.5, ("nanjing", "hospital")), ("incomplete_lbbb", F, 0.5, ("nanjing", "hospital")),
    ("left_anterior_block", Q, 1.0, ("nanjing",))]
SKIP, NOTE_CODES = 59, (60, 61, 62)
TRUTH = ["qrs_ms", "lateral_delay_ms", "septal_activation_ms", "lv_activation_sd_ms", "scar_part", "lateral_scar_part",
         "lv_mass_g", "outer_shorter_ms", "pr_ms"]
COVARIATES = ["lvedv_ml", "lvef_pct", "weight_kg", "age_y", "sex"]
NUMBERS = {"M": "1", "F": "0"}


def beats_of(path):
    """Samples of the normal beats of a WFDB annotation file."""
    data, at, time, found = path.read_bytes(), 0, 0, []
    while at + 2 <= len(data):
        word = struct.unpack_from("<H", data, at)[0]
        code, interval = word >> 10, word & 1023
        at += 2
        if word == 0:
            break
        if code == SKIP:
            high, low = struct.unpack_from("<HH", data, at)
            step = high << 16 | low
            time += step - (step >> 31 << 32)  # signed
            at += 4
        elif code == 63:
            at += interval + interval % 2
        elif code not in NOTE_CODES:
            time += interval
            if code == 1:
                found.append(time)
    return found


def annotations(samples, code):
    out, before = b"", 0
    for sample in samples:
        step = sample - before
        if step > 1023:
            out += struct.pack("<HHH", SKIP << 10, step >> 16, step & 0xFFFF)
            step = 0
        out += struct.pack("<H", code << 10 | step)
        before = sample
    return out + b"\0\0"


def rows_by_patient(table):
    with table.open(newline="") as file:
        return {row["patient_id"]: row for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=240, help="patients a class")
    parser.add_argument("--normal", type=float, default=1.0, help="times as many with normal conduction")
    parser.add_argument("--beats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True)
    names, numbers = [], []
    groups = [(conduction, preset, code, share * (options.normal if code == N else 1.0) / len(presets)) for conduction, code, share, presets in KINDS
              for preset in presets]
    for number, (conduction, preset, code, share) in enumerate(groups):
        made = options.out / "made"
        subprocess.run([options.program, "simulate", "--patients", str(int(options.each * share)), "--preset", preset,
                        "--conduction", conduction, "--seed", str(100 * options.seed + number), "--out", made,
                        "--quiet"], check=True, stdout=subprocess.DEVNULL)
        truth, cohort = (rows_by_patient(made / f"{table}.csv") for table in ("truth", "cohort"))
        for header in sorted((made / "ecg").glob("*.hea")):
            name = f"v{number:02}{header.stem[2:]}"
            header.with_suffix(".dat").rename(options.out / f"{name}.dat")
            (options.out / f"{name}.hea").write_text(header.read_text().replace(header.stem, name))
            beats = beats_of(header.with_suffix(".atr"))
            first = max(0, (len(beats) - options.beats) // 2)
            (options.out / f"{name}.atr").write_bytes(annotations(beats[first:first + options.beats], code))
            names.append(name)
            numbers.append([name] + [truth[header.stem][column] for column in TRUTH] +
                           [NUMBERS.get(cell, cell) for cell in (cohort[header.stem][c] for c in COVARIATES)])
        shutil.rmtree(made)
    with (options.out / "truth.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["patient_id"] + TRUTH + COVARIATES] + numbers)
    (options.out / "RECORDS").write_text("".join(n + "\n" for n in names))
    print(f"{len(names)} virtual patients in {os.fspath(options.out)}")


if __name__ == "__main__":
    main()
