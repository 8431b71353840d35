#!/usr/bin/python3
"""Times scipy.signal.stft on the segments that bench_stft wrote, checks that both make the same images, prints ratios.

    bench/stft/run.sh [BUILD_FOLDER]       (Debian: python3-scipy)

The peer is written as a user of SciPy would write it: one call of scipy.signal.stft a beat, at the whole-number hop that
gives the recipe's number of columns, then the kept rows and log1p. One thread each; processor time, so that a busy machine
does not tilt the ratio.
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from scipy import signal

SECONDS = 2.0  # of timing a recipe


def segment(recipe, fs, r, rr):
    seconds = recipe["segment_s"] if recipe["segment_rule"] == "fixed_time" else recipe["segment_rr"] * rr
    length = int(np.floor(seconds * fs + 0.5))
    return r - int(np.floor(recipe["before_r"] * length + 0.5)), length


def seen(lead, recipe, begin, length):
    """The segment with what its windows see beyond it: zeros, or the record's own samples."""
    half = recipe["window_samples"] // 2
    if recipe["zero_edges"]:
        return np.pad(lead[max(0, begin):begin + length], (half + max(0, -begin), half))
    low, high = begin - half, begin + length + half
    part = lead[max(0, low):max(0, high)]
    return np.pad(part, (max(0, -low), max(0, high - len(lead))))


def image(lead, recipe, fs, r, rr, hop):
    begin, length = segment(recipe, fs, r, rr)
    window = recipe["window_samples"]
    z = signal.stft(seen(lead, recipe, begin, length), fs, "hann", nperseg=window, noverlap=window - hop,
                    nfft=recipe["fft_samples"], boundary=None, padded=True)[2]
    rows = z[recipe["first_bin"]:recipe["first_bin"] + recipe["height"]]
    return np.log1p(np.abs(rows) / recipe["floor_mv"]), length


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    lead, fs, rr, beats = np.array(data["lead"]), data["fs"], data["rr_s"], data["r_samples"]
    print(f"{'recipe':8} {'ours images/s':>14} {'SciPy images/s':>15} {'ratio':>7} {'largest difference':>19}")
    for entry in data["recipes"]:
        recipe = entry["recipe"]
        every, length = image(lead, recipe, fs, beats[3], rr, 1)
        columns = np.floor(np.arange(recipe["width"]) * length / (recipe["width"] - 1) + 0.5).astype(int)
        ours = np.array(entry["image_of_beat_3"]).reshape(recipe["height"], recipe["width"])
        difference = float(np.max(np.abs(every[:, columns] - ours)))
        assert difference < 1e-3, f"{recipe['name']}: images differ by {difference}"
        hop = max(1, length // (recipe["width"] - 1))
        began, count = time.process_time(), 0
        while time.process_time() - began < SECONDS:
            for r in beats:
                image(lead, recipe, fs, r, rr, hop)
            count += len(beats)
        rate = count / (time.process_time() - began)
        print(f"{recipe['name']:8} {entry['images_per_s']:14.0f} {rate:15.0f} {entry['images_per_s'] / rate:7.1f} "
              f"{difference:19.2e}")


if __name__ == "__main__":
    main()
