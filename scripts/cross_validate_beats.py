#!/usr/bin/env python3
"""Cross-validates a setting of `synchrony pretrain` by patient over all of DS1, and scores the pooled beats.

    scripts/cross_validate_beats.py run build/release/bin/synchrony out/base --width 16 --steps 1000 --irregular 0.05
    scripts/cross_validate_beats.py score out/base out/other+out/base2

`run` trains a net a fold (folds that are there are kept) and keeps the probabilities of every beat that was left out.
No validation chooses the weights: the length is fixed and the last weights are kept. DS2 is not read.
`score` prints a row a setting; A+B averages the probabilities of two. The right half of a row is after the correction
of log-probabilities by one number a class, fitted on the other folds only. Needs numpy.
"""
import csv
import pathlib
import subprocess
import sys

import numpy as np

# Patients with many S (209, 207, 118, 220, 223, 124) and V (208, 106, 223, 119, 203) beats stand in different folds.
FOLDS = ["101,115,119,122,209", "106,108,112,118,223", "109,205,207,208,230", "114,116,124,203,215,220"]
CLASSES = "NSVFQ"
OFFSETS = np.arange(-3.0, 3.01, 0.1)  # of S and V against N, natural logarithms


def run(program, out, options):
    out.mkdir(parents=True, exist_ok=True)
    for number, patients in enumerate(FOLDS):
        answers = out / f"{number}.csv"
        if answers.exists():
            continue
        command = [program, "pretrain", "--out", str(out / f"{number}.safetensors"), "--validation-patients", patients,
                   "--validations", "1", "--validation-images", "0", "--no-test", "--micro-batch", "128", "--quiet",
                   "--validation-answers", str(answers), *options]
        subprocess.run(command, check=True, stdout=(out / f"{number}.txt").open("w"))


def read(out):
    """Folds, records, truths and log-probabilities [beat, class] of a setting."""
    folds, records, truths, shares = [], [], [], []
    for number in range(len(FOLDS)):
        with (out / f"{number}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                folds.append(number)
                records.append(row["record"])
                truths.append(CLASSES.index(row["truth"]))
                shares.append([float(row["p_" + c]) for c in CLASSES])
    return np.array(folds), np.array(records), np.array(truths), np.array(shares)


def f1(truth, answer, c):
    both = np.sum((truth == c) & (answer == c))
    return 2 * both / max(1, np.sum(truth == c) + np.sum(answer == c))


def corrected(logs, offset):
    return np.argmax(logs + np.array([0.0, offset[0], offset[1], 0.0, 0.0]), axis=1)


def fit(truth, logs):
    """Offsets of S and V with the largest sum of their F1, by trying all."""
    best, found = -1.0, (0.0, 0.0)
    for s in OFFSETS:
        for v in OFFSETS:
            answer = corrected(logs, (s, v))
            value = f1(truth, answer, 1) + f1(truth, answer, 2)
            if value > best + 1e-12 or (abs(value - best) <= 1e-12 and abs(s) + abs(v) < abs(found[0]) + abs(found[1])):
                best, found = value, (s, v)
    return found


def figures(truth, records, answer):
    s = answer == 1
    return (f"{np.mean(truth == answer):.4f} {f1(truth, answer, 1):.3f} {f1(truth, answer, 2):.3f} "
            f"{np.sum(s & (truth == 1)):5d} {np.sum(s & (truth != 1)):5d} "
            f"{np.sum(s & (truth != 1) & (records == '203')):5d}")


def score(names):
    print("accuracy, S F1, V F1, S found, false S, of them in 203 | corrected: the same, offsets of S and V on all")
    for name in names:
        parts = [read(pathlib.Path(part)) for part in name.split("+")]
        folds, records, truth, _ = parts[0]
        logs = np.log(np.mean([part[3] for part in parts], axis=0) + 1e-9)
        answer = np.zeros_like(truth)
        for number in range(len(FOLDS)):
            rest = folds != number
            answer[~rest] = corrected(logs[~rest], fit(truth[rest], logs[rest]))
        whole = fit(truth, logs)
        print(f"{name:40s} {figures(truth, records, np.argmax(logs, axis=1))} | {figures(truth, records, answer)} "
              f"{whole[0]:+.1f} {whole[1]:+.1f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("run", "score"):
        sys.exit(__doc__)
    if sys.argv[1] == "run":
        run(sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4:])
    else:
        score(sys.argv[2:])
