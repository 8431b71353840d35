#!/usr/bin/env python3
"""Does a predictor keep what its cross-validation promised? Figures of docs/results/prediction.md.

    python3 scripts/prediction_promises.py truth.csv large.csv FOLDER ...

truth.csv: of `synchrony simulate`, the virtual patients' true probabilities; large.csv: `synchrony predict --out
--patient-ids` of a predictor fitted on thousands; each FOLDER: p.csv (the same of a small one) and pred.json (its
`predict --json` on the same cohort). Prints a line a folder, then mean, median and range. Needs numpy.
"""
import csv
import json
import sys

import numpy as np


def column(path, name):
    with open(path) as file:
        return {row["patient_id"]: float(row[name]) for row in csv.DictReader(file) if row[name]}


def figures(folder, truth, large):
    with open(f"{folder}/pred.json") as file:
        report = json.load(file)
    found, promised = report["figures"], report["model"]["cross_validation"]["figures"]
    low, high, probability = (column(f"{folder}/p.csv", name) for name in ("low", "high", "probability"))
    ids = [i for i in probability if i in large]
    inside = lambda of: np.mean([low[i] <= of[i] <= high[i] for i in ids])
    result = {"predictions": len(ids)}
    for name in ("auc", "brier", "calibration_slope", "sensitivity", "specificity"):
        for kind, source in (("promised", promised), ("found", found)):
            value = source[name]["value"]
            result[f"{name} {kind}"] = np.nan if value is None else value
    interval = promised["auc"]["ci95"]
    result["AUC found lies in promised interval"] = float(interval[0] <= found["auc"]["value"] <= interval[1])
    result["width of intervals"] = np.mean([high[i] - low[i] for i in ids])
    result["intervals that hold the large model's answer"] = inside(large)
    result["intervals that hold the true probability"] = inside(truth)
    return result


def main(truth_csv, large_csv, folders):
    truth, large = column(truth_csv, "probability"), column(large_csv, "probability")
    rows = [figures(folder, truth, large) for folder in folders]
    for folder, row in zip(folders, rows):
        print(folder, " ".join(f"{value:.3f}" for value in row.values()))
    print(f"{'':46} {'mean':>7} {'median':>7} {'least':>7} {'most':>7}")
    for name in rows[0]:
        values = np.array([row[name] for row in rows], dtype=float)
        print(f"{name:46} {np.nanmean(values):7.3f} {np.nanmedian(values):7.3f} {np.nanmin(values):7.3f} {np.nanmax(values):7.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
