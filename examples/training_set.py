#!/usr/bin/env python3
"""From a cohort's table and ECGs to a training set for PyTorch.

    synchrony simulate --patients 20 --seed 1 --out vc
    python3 examples/training_set.py vc/cohort.csv

Needs the module synchrony (docs/python.md). The arrays are made without torch; where it is installed they become a
TensorDataset. Split by `people`, never by beats or ECGs: those of one person are alike (column `group` of the cohort).
"""
import csv
import pathlib
import sys

import numpy
import synchrony


def training_set(cohort_csv):
    """Images (n, 2, 32, 32) of each beat and lead beside the median beat, responses (n,), people (n,)."""
    cohort = pathlib.Path(cohort_csv)
    pixels, responses, people = [], [], []
    for row in csv.DictReader(cohort.open(newline="")):
        if not row["ecg"] or not row["response"]:
            continue  # missing is not zero
        made = synchrony.images(cohort.parent / row["ecg"], channels=["beat", "median"])
        pixels.append(made.pixels)
        responses += [float(row["response"])] * len(made.pixels)
        people += [row.get("group") or row["patient_id"]] * len(made.pixels)
    return numpy.concatenate(pixels), numpy.array(responses, numpy.float32), numpy.array(people)


if __name__ == "__main__":
    images, responses, people = training_set(sys.argv[1])
    print(f"{images.shape} {images.dtype}, {len(set(people))} people, {responses.mean():.2f} of the images of responders")
    try:
        import torch
    except ImportError:
        print("torch is not installed: the arrays are all there is")
    else:
        loader = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(torch.from_numpy(images), torch.from_numpy(responses)), 64, shuffle=True)
        batch, target = next(iter(loader))
        print("a batch:", tuple(batch.shape), tuple(target.shape))
