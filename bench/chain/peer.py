#!/usr/bin/python3
"""The whole chain in Python with NumPy and SciPy: read WFDB records, find the beats, make an image of each.

    peer.py FOLDER [--recipe fine|paper] [--dump FILE] [--way automatic|beats|batch|frames]

Written as a user of SciPy would write it for speed: whole records at once, nothing but array operations in the
detector, and the transforms in the quickest of three ways:

    beats   scipy.signal.stft, one call a beat, at the whole-number hop nearest to the recipe's columns
    batch   scipy.signal.stft, one call for many beats (only where all segments are of one length: recipe fine)
    frames  all windows of many beats gathered by index, one scipy.fft.rfft; columns exactly where the recipe wants them

One thread. Prints one JSON line, as bench_chain does. --dump names the images that bench_chain wrote; images of the
same beats must agree within IMAGE_TOLERANCE. Exit 1 where they do not or the number of beats is off.
Debian: python3-scipy.
"""
import argparse
import json
import os
import pathlib
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from scipy import fft, ndimage, signal

BEAT_COUNT_TOLERANCE = 0.01  # of the annotated number, as in bench_chain
DUMPED_BEATS = 200
IMAGE_TOLERANCE = 1e-4  # of a pixel, log(1 + |STFT| / 0.01 mV); both sides transform in single precision

# libs/features/include/synchrony/features/recipe.hpp and docs/recipes.md
HIGHPASS_HZ = 0.5
FLOOR_MV = 0.01
RECIPES = {
    "fine": dict(segment=248, rr=None, before=0.4, window=64, fft=128, rows=32, columns=32, zero_edges=False),
    "paper": dict(segment=None, rr=1.2, before=0.5, window=512, fft=512, rows=64, columns=64, zero_edges=True),
}
QUICKEST = {"fine": ("frames", 16), "paper": ("frames", 2)}  # way, beats a call; measured: docs/results/chain.md


# --- reading -------------------------------------------------------------------------------------------------------

def read_first_signal(path):
    """First signal of a two-signal record in format 212, in mV, and its rate."""
    lines = [l for l in path.with_suffix(".hea").read_text(encoding="ascii").splitlines() if l and l[0] != "#"]
    name, signals, rate = lines[0].split()[:3]
    file_name, fmt, gain, _, adc_zero = lines[1].split()[:5]
    if (signals, fmt) != ("2", "212"):
        sys.exit(f"{path}: {signals} signals in format {fmt}; this reader knows 2 in format 212")
    packed = np.fromfile(path.with_name(file_name), np.uint8).reshape(-1, 3)
    values = packed[:, 0].astype(np.int16) | (packed[:, 1] & 15).astype(np.int16) << 8
    values -= (values & 0x800) << 1
    return (values - float(adc_zero)) / float(gain), float(rate)


BEAT_CODES = np.isin(np.arange(64), (*range(1, 14), 25, 30, 34, 35, 38, 41))  # WFDB's isqrs


def read_beat_annotations(path):
    words = np.fromfile(path.with_suffix(".atr"), "<u2").tolist()
    samples, at, i = [], 0, 0
    while i < len(words) and words[i]:
        code, interval = words[i] >> 10, words[i] & 1023
        i += 1
        if code == 59:  # SKIP: a long interval in the next two words
            interval = words[i] << 16 | words[i + 1]
            at += interval - (1 << 32) if interval >> 31 else interval
            i += 2
        elif code == 63:  # AUX: text
            i += (interval + 1) // 2
        elif code < 60:  # not NUM, SUB, CHN
            at += interval
            if BEAT_CODES[code]:
                samples.append(at)
    return np.array(samples)


# --- beats ---------------------------------------------------------------------------------------------------------

BAND_HZ = (8, 20)       # Elgendi 2013, doi:10.1371/journal.pone.0073557
BAND_RIPPLE_DB = 0.5
ENVELOPE_S = 0.11       # moving average over the energy, then
ENVELOPE_FINE_S = 0.05  # another
BLOCK_S = 1.5           # amplitudes and levels: median over 9 blocks of the blocks' maxima
BLOCKS = 9
USUAL_AMPLITUDE = 0.4   # before -x^2 ln x^2
LARGEST_AMPLITUDE = np.exp(-0.5)
THRESHOLD = 0.25        # of the level around; chosen so that about the annotated number is found
REFRACTORY_S = 0.25
PLACE_WITHIN_S = 0.06


def level_around(x, rate):
    block = int(BLOCK_S * rate)
    maxima = x[:len(x) // block * block].reshape(-1, block).max(axis=1)
    medians = ndimage.median_filter(maxima, BLOCKS, mode="nearest")
    return np.interp(np.arange(len(x)), (np.arange(len(medians)) + 0.5) * block, medians)


def detect(lead, rate):
    """R peaks: Chebyshev band-pass, Shannon energy, moving averages, peaks above an adaptive threshold."""
    sos = signal.cheby1(2, BAND_RIPPLE_DB, BAND_HZ, "bandpass", output="sos", fs=rate)
    band = np.abs(signal.sosfiltfilt(sos, lead))
    band *= USUAL_AMPLITUDE / np.maximum(level_around(band, rate), 0.03)
    np.clip(band, 1e-6, LARGEST_AMPLITUDE, out=band)
    band *= band
    energy = -band * np.log(band)
    for seconds in (ENVELOPE_S, ENVELOPE_FINE_S):
        energy = ndimage.uniform_filter1d(energy, int(seconds * rate) | 1)
    peaks = signal.find_peaks(energy, height=THRESHOLD * level_around(energy, rate),
                              distance=int(REFRACTORY_S * rate))[0]
    reach = int(PLACE_WITHIN_S * rate)
    around = np.clip(peaks[:, None] + np.arange(-reach, reach + 1), 0, len(lead) - 1)
    return np.unique(around[np.arange(len(peaks)), np.abs(lead[around]).argmax(axis=1)])


# --- images --------------------------------------------------------------------------------------------------------

def segments(recipe, peaks, rate):
    """First sample and length of every beat's segment."""
    if recipe["rr"]:
        rr = np.diff(peaks) / rate
        seconds = np.full(len(peaks), 0.8)
        if len(rr):
            seconds = np.concatenate((rr[:1], (rr[:-1] + rr[1:]) / 2, rr[-1:]))
        lengths = np.floor(recipe["rr"] * np.clip(seconds, 0.2, 2.5) * rate + 0.5).astype(int)
    else:
        lengths = np.full(len(peaks), recipe["segment"])
    return peaks - np.floor(recipe["before"] * lengths + 0.5).astype(int), lengths


def pixels(spectrum, recipe):
    """log(1 + |STFT| / floor) of the kept rows; `spectrum` [..., row, column], scaled as scipy.signal.stft does."""
    return np.log1p(np.abs(spectrum) * np.float32(1 / FLOOR_MV))


def by_beats(padded, margin, recipe, begins, lengths, out):
    window, half, rows, columns = recipe["window"], recipe["window"] // 2, recipe["rows"], recipe["columns"]
    for i, (begin, length) in enumerate(zip((begins + margin).tolist(), lengths.tolist())):
        if recipe["zero_edges"]:
            seen = np.pad(padded[begin:begin + length], half)
        else:
            seen = padded[begin - half:begin + length + half]
        hop = max(1, length // (columns - 1))
        z = signal.stft(seen, 1.0, "hann", window, window - hop, recipe["fft"], boundary=None, padded=True)[2]
        out[i] = pixels(z[:rows, :columns], recipe)


def by_batch(padded, margin, recipe, begins, lengths, out, at_a_time):
    window, half = recipe["window"], recipe["window"] // 2
    hop = recipe["segment"] // (recipe["columns"] - 1)
    reach = np.lib.stride_tricks.sliding_window_view(padded, recipe["segment"] + window)
    for i in range(0, len(begins), at_a_time):
        seen = reach[begins[i:i + at_a_time] + margin - half]
        z = signal.stft(seen, 1.0, "hann", window, window - hop, recipe["fft"], boundary=None, padded=False)[2]
        out[i:i + at_a_time] = pixels(z[:, :recipe["rows"]], recipe)


def by_frames(padded, margin, recipe, begins, lengths, out, at_a_time):
    window, half, columns = recipe["window"], recipe["window"] // 2, recipe["columns"]
    hann = signal.get_window("hann", window)
    hann = (hann / hann.sum()).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)
    steps = np.arange(window)
    for i in range(0, len(begins), at_a_time):
        begin, length = begins[i:i + at_a_time, None], lengths[i:i + at_a_time, None]
        starts = np.floor(np.arange(columns) * length / (columns - 1) + 0.5).astype(int) - half
        cut = frames[begin + starts + margin] * hann
        if recipe["zero_edges"]:
            at = starts[:, :, None] + steps
            cut *= (at >= 0) & (at < length[:, :, None])
        z = fft.rfft(cut, recipe["fft"])[..., :recipe["rows"]]
        out[i:i + at_a_time] = pixels(z, recipe).swapaxes(1, 2)


def make_images(lead, rate, recipe, peaks, way, at_a_time, dtype=np.float16):
    """[beat, row, column]; the lead has been high-passed."""
    begins, lengths = segments(recipe, peaks, rate)
    margin = recipe["window"] + int(lengths.max(initial=0))
    padded = np.pad(lead.astype(np.float32), margin)
    out = np.empty((len(peaks), recipe["rows"], recipe["columns"]), dtype)
    if way == "beats":
        by_beats(padded, margin, recipe, begins, lengths, out)
    else:
        {"batch": by_batch, "frames": by_frames}[way](padded, margin, recipe, begins, lengths, out, at_a_time)
    return out


# --- the chain -----------------------------------------------------------------------------------------------------

def highpass(lead, rate):
    return signal.sosfiltfilt(signal.butter(2, HIGHPASS_HZ, "highpass", output="sos", fs=rate), lead)


def score(path, peaks, rate, totals):
    """Beats within 150 ms of one of the other series; EC57's pairing differs from it in a handful of beats."""
    reference = read_beat_annotations(path)
    for name, of, to in (("found", reference, peaks), ("true", peaks, reference)):
        at = np.searchsorted(to, of)
        nearest = np.minimum(np.abs(of - to[np.minimum(at, len(to) - 1)]), np.abs(of - to[np.maximum(at - 1, 0)]))
        totals[name] += int(np.count_nonzero(nearest <= 0.15 * rate))
    totals["annotated_beats"] += len(reference)


def run_record(path, recipe, way, at_a_time, totals):
    wall, times = time.perf_counter(), [time.process_time()]
    raw, rate = read_first_signal(path)
    times.append(time.process_time())
    lead = highpass(raw, rate)
    peaks = detect(lead, rate)
    times.append(time.process_time())
    images = make_images(lead, rate, recipe, peaks, way, at_a_time)
    times.append(time.process_time())
    totals["seconds_wall"] += time.perf_counter() - wall
    for stage, seconds in zip(("read", "detect", "images"), np.diff(times)):
        totals["seconds_cpu"][stage] += seconds
    for name, count in (("records", 1), ("samples", len(raw)), ("beats", len(peaks)), ("images", len(images))):
        totals[name] += count
    score(path, peaks, rate, totals)


def largest_difference(folder, recipe, way, at_a_time, dump):
    """Of a pixel, over record 100's first annotated beats, before rounding to half precision."""
    raw, rate = read_first_signal(folder / "100")
    peaks = read_beat_annotations(folder / "100")[:DUMPED_BEATS]
    ours = np.fromfile(dump, np.float32).reshape(len(peaks), recipe["rows"], recipe["columns"])
    images = make_images(highpass(raw, rate), rate, recipe, peaks, way, at_a_time, np.float32)
    return float(np.abs(images - ours).max())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--recipe", choices=RECIPES, default="fine")
    parser.add_argument("--dump")
    parser.add_argument("--way", choices=("automatic", "beats", "batch", "frames"), default="automatic")
    parser.add_argument("--at-a-time", type=int)
    parser.add_argument("--only", help="one record, for comparing the ways")
    arguments = parser.parse_args()
    recipe = RECIPES[arguments.recipe]
    way, at_a_time = QUICKEST[arguments.recipe]
    way = way if arguments.way == "automatic" else arguments.way
    at_a_time = arguments.at_a_time or at_a_time
    if way == "batch" and recipe["rr"]:
        sys.exit("batch: segments must be of one length")
    totals = {"program": "python", "recipe": arguments.recipe, "way": way,
              "beats_a_call": 1 if way == "beats" else at_a_time,
              "records": 0, "samples": 0, "annotated_beats": 0, "beats": 0, "images": 0, "found": 0, "true": 0,
              "seconds_wall": 0.0,
              "seconds_cpu": {"read": 0.0, "detect": 0.0, "images": 0.0}}
    records = sorted(arguments.folder.glob((arguments.only or "*") + ".hea"))
    for path in records:
        run_record(path.with_suffix(""), recipe, way, at_a_time, totals)
    totals["sensitivity"] = totals.pop("found") / max(1, totals["annotated_beats"])
    totals["positive_predictivity"] = totals.pop("true") / max(1, totals["beats"])
    totals["seconds_cpu"]["total"] = sum(totals["seconds_cpu"].values())
    # One call a beat has a whole-number hop, which puts paper's columns elsewhere: those images cannot be compared.
    if arguments.dump and not (way == "beats" and recipe["rr"]):
        totals["largest_difference"] = largest_difference(arguments.folder, recipe, way, at_a_time, arguments.dump)
    print(json.dumps(totals))
    if totals.get("largest_difference", 0.0) > IMAGE_TOLERANCE:
        sys.exit(f"images differ by more than {IMAGE_TOLERANCE}")
    if abs(totals["beats"] - totals["annotated_beats"]) > BEAT_COUNT_TOLERANCE * totals["annotated_beats"]:
        sys.exit("number of beats is not the annotated one within 1 %")


if __name__ == "__main__":
    main()
