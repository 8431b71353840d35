#!/usr/bin/env python3
"""How well healthy virtual patients are told from healthy people (docs/results/virtual-patients.md).

    scripts/real_or_virtual.py SYNCHRONY DATA_FOLDER OUT_FOLDER [SEED [odd|even]]

DATA_FOLDER holds ptbxl/ (shared/data/README.md). OUT_FOLDER gets as many virtual patients of the preset `healthy` as
there are persons coded NORM (of odd or even record numbers only, if asked: the odd ones taught the preset), the cohort CSV with the outcome `real`, and what `evaluate` writes. Printed: the table of
`evaluate`, then for each number of `measure` how often it is larger in a person (ties half), and both medians.
"""
import csv
import os
import statistics
import subprocess
import sys

MODELS = "clinical,ecg,boosting-ecg,pixels,random-features,deep-features"


def persons(data, half):
    seen = set()
    with open(os.path.join(data, "ptbxl", "ptbxl.csv")) as table:
        for row in csv.DictReader(table):
            of_half = half in ("all", ("even", "odd")[int(row["ecg_id"]) % 2])
            if of_half and "NORM" in row["scp_codes"].split() and row["patient_id"] not in seen:
                seen.add(row["patient_id"])
                ecg = os.path.join(data, "ptbxl", "data", "%05d.hea" % int(row["ecg_id"]))
                yield ["P" + row["patient_id"], os.path.abspath(ecg), 1, row["age_y"], row["sex"]]


def virtual_patients(program, folder, count, seed):
    subprocess.run([program, "simulate", "--preset", "healthy", "--patients", str(count), "--seed", seed, "--out",
                    folder, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "cohort.csv")) as table:
        for row in csv.DictReader(table):
            ecg = os.path.abspath(os.path.join(folder, row["ecg"]))
            yield [row["patient_id"], ecg, 0, row["age_y"], row["sex"]]


def measurements(program, ecgs):
    """name -> values, of what `measure` could read."""
    made = subprocess.run([program, "measure", "--csv", "--quiet"] + ecgs, capture_output=True, text=True)
    columns = {}
    for row in csv.DictReader(made.stdout.splitlines()):
        for name, cell in row.items():
            try:
                columns.setdefault(name, []).append(float(cell))
            except (TypeError, ValueError):
                pass
    return columns


def larger(a, b):
    return sum((x > y) + 0.5 * (x == y) for x in a for y in b) / (len(a) * len(b))


def main(program, data, out, seed="41", half="all"):
    os.makedirs(out, exist_ok=True)
    rows = list(persons(data, half))
    rows += virtual_patients(program, os.path.join(out, "healthy"), len(rows), seed)
    table = os.path.join(out, "real.csv")
    with open(table, "w", newline="") as file:
        csv.writer(file).writerows([["patient_id", "ecg", "real", "age_y", "sex"]] + rows)
    subprocess.run([program, "evaluate", table, "--outcome", "real", "--models", MODELS, "--pretrained",
                    "virtual-resnet18-w16", "--out", os.path.join(out, "evaluation"), "--quiet"], check=True)
    real, virtual = (measurements(program, [row[1] for row in rows if row[2] == kind]) for kind in (1, 0))
    told = [(larger(real[name], virtual[name]), name) for name in real
            if len(real[name]) >= 20 and len(virtual.get(name, [])) >= 20]
    for share, name in sorted(told, key=lambda each: -abs(each[0] - 0.5)):
        print("%-24s %.3f  persons %8.1f  virtual %8.1f" %
              (name, share, statistics.median(real[name]), statistics.median(virtual[name])))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5, 6):
        sys.exit(__doc__)
    main(*sys.argv[1:])
