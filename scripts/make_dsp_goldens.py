#!/usr/bin/python3
"""Writes the truths of tests/unit/dsp and tests/unit/features with SciPy 1.10 (Debian 12: python3-scipy).

    /usr/bin/python3 scripts/make_dsp_goldens.py tests/unit/dsp/goldens

A filter's initial state is a solved system of equations (numpy.linalg.solve). Where OpenBLAS is installed, its kernels for
AVX-512 round that otherwise in the fourteenth digit; its other kernels and the reference BLAS all give these bytes.
"""
import json
import os
import sys
from pathlib import Path

os.environ["OPENBLAS_CORETYPE"] = "Haswell"  # before NumPy loads it

import numpy as np
import scipy
from scipy import signal

COMMAND = "/usr/bin/python3 scripts/make_dsp_goldens.py tests/unit/dsp/goldens"


def short(value):
    """Thirteen significant digits keep the files small; filters with a low cut-off need all of theirs."""
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, dict):
        return {k: v if k == "sos" else short(v) for k, v in value.items()}
    return [short(v) for v in value] if isinstance(value, list) else value


def save(folder, name, content):
    content = {"made_by": COMMAND, "scipy": scipy.__version__, **short(content)}
    (folder / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def ecg_like(n, fs, seed):
    """Bumps at 1.2 Hz, an offset, baseline wander and noise: nothing in it is symmetric or zero at the ends."""
    t = np.arange(n) / fs
    beat = sum(np.exp(-(((t - t0) / 0.02) ** 2)) for t0 in np.arange(0.3, t[-1], 0.83))
    noise = np.random.default_rng(seed).standard_normal(n)
    return 0.7 + beat + 0.3 * np.sin(2 * np.pi * 0.3 * t) + 0.05 * noise


def designs():
    cases = []
    for order in (1, 2, 3, 4, 5, 6, 8):
        for kind, hz in (("lowpass", [40.0]), ("highpass", [0.5]), ("bandpass", [5.0, 15.0]),
                         ("bandstop", [47.0, 53.0])):
            for fs in (360.0, 500.0):
                cases.append(dict(family="butter", order=order, kind=kind, hz=hz, fs=fs, ripple_db=0.0))
                cases.append(dict(family="cheby1", order=order, kind=kind, hz=hz, fs=fs, ripple_db=0.5))
    cases.append(dict(family="cheby1", order=4, kind="bandpass", hz=[6.0, 18.0], fs=360.0, ripple_db=1.0))
    cases.append(dict(family="cheby1", order=4, kind="bandpass", hz=[1.0, 100.0], fs=257.0, ripple_db=3.0))
    cases.append(dict(family="butter", order=3, kind="bandpass", hz=[0.5, 150.0], fs=1000.0, ripple_db=0.0))
    for c in cases:
        wn = c["hz"] if len(c["hz"]) > 1 else c["hz"][0]
        if c["family"] == "butter":
            sos = signal.butter(c["order"], wn, c["kind"], fs=c["fs"], output="sos")
        else:
            sos = signal.cheby1(c["order"], c["ripple_db"], wn, c["kind"], fs=c["fs"], output="sos")
        c["sos"] = sos.tolist()
    return cases


def filtered():
    fs = 360.0
    x = np.array(short(ecg_like(260, fs, 1).tolist()))
    cases = []
    for name, sos in (
        ("highpass", signal.butter(2, 0.5, "highpass", fs=fs, output="sos")),
        ("lowpass", signal.butter(1, 40.0, "lowpass", fs=fs, output="sos")),
        ("odd", signal.butter(3, 40.0, "lowpass", fs=fs, output="sos")),
        ("bandpass", signal.cheby1(4, 0.5, [6.0, 18.0], "bandpass", fs=fs, output="sos")),
        ("bandstop", signal.butter(6, [47.0, 53.0], "bandstop", fs=fs, output="sos")),
    ):
        zi = signal.sosfilt_zi(sos)
        cases.append(dict(name=name, sos=sos.tolist(), zi=zi.tolist(), sosfilt=signal.sosfilt(sos, x).tolist(),
                          sosfilt_zi=signal.sosfilt(sos, x, zi=zi * x[0])[0].tolist(),
                          sosfiltfilt=signal.sosfiltfilt(sos, x).tolist(),
                          sosfiltfilt_padlen_100=signal.sosfiltfilt(sos, x, padlen=100).tolist()))
    return dict(x=x.tolist(), cases=cases)


def stft_cases():
    """Complex STFTs over the kept bins; [re..., im...] of each [bin, frame], row-major."""
    cases = []
    for name, n, fs, window, win, hop, nfft, first, bins, edges in (
        ("paper", 346, 360.0, "hann", 512, 5, 512, 0, 12, True),
        ("fine", 260, 360.0, "hann", 64, 8, 128, 0, 16, True),
        ("hamming", 300, 360.0, "hamming", 50, 12, 75, 3, 20, True),
        ("no_edges", 300, 360.0, "hann", 65, 16, 100, 1, 30, False),
        ("odd_window", 123, 250.0, "hann", 33, 7, 33, 0, 17, True),
    ):
        x = np.array(short(ecg_like(n, fs, 3).tolist()))
        # The zeros are put by hand: SciPy would shrink a window that is longer than the signal.
        padded = np.pad(x, win // 2) if edges else x
        if edges and win <= n:
            expected = signal.stft(x, fs, window, nperseg=win, noverlap=win - hop, nfft=nfft)[2]
            assert np.array_equal(expected, signal.stft(padded, fs, window, nperseg=win, noverlap=win - hop, nfft=nfft,
                                                        boundary=None, padded=True)[2])
        f, t, z = signal.stft(padded, fs, window, nperseg=win, noverlap=win - hop, nfft=nfft, boundary=None,
                              padded=edges)
        z = z[first:first + bins]
        cases.append(dict(name=name, x=x.tolist(), fs=fs, window=window, window_samples=win, hop=hop, fft_samples=nfft,
                          first_bin=first, bins=bins, zero_edges=edges, frames=z.shape[1],
                          re=z.real.ravel().tolist(), im=z.imag.ravel().tolist()))
    return cases


def image(lead, fs, begin, length, width, window, nfft, first, rows, zero_edges, floor_mv):
    """The image of a recipe, by SciPy at a hop of one sample, of which the columns are then taken."""
    centres = np.floor(np.arange(width) * length / (width - 1) + 0.5).astype(int)
    if zero_edges:
        seen = np.pad(lead[begin:begin + length], window // 2)
    else:
        seen = lead[begin - window // 2:begin + length + window // 2]
    z = signal.stft(seen, fs, "hann", nperseg=window, noverlap=window - 1, nfft=nfft, boundary=None, padded=False)[2]
    return np.log1p(np.abs(z[first:first + rows][:, centres]) / floor_mv)


def images():
    """Some rows of one image a recipe; the numbers of docs/recipes.md, worked out by hand."""
    fs, r, rr = 360.0, 500, 0.83
    lead = np.array(short((ecg_like(1000, fs, 4) - 0.7).tolist()))
    rows = [0, 1, 2, 3, 8, 16, 31]
    length = 359  # 1.2 * 0.83 s * 360 Hz = 358.56
    paper = image(lead, fs, 500 - 180, length, 64, 512, 512, 0, 64, True, 0.01)
    fine = image(lead, fs, 500 - 99, 248, 32, 64, 128, 0, 32, False, 0.01)  # 0.4 * 248 = 99.2
    return dict(lead=lead.tolist(), r_sample=r, rr_s=rr, rows=rows, paper=paper[rows].ravel().tolist(),
                fine=fine[rows].ravel().tolist())


def prepared():
    """A lead with wander, high-passed as a recipe does it."""
    fs = 360.0
    x = np.array(short(ecg_like(260, fs, 5).tolist()))
    sos = signal.butter(2, 0.5, "highpass", fs=fs, output="sos")
    return dict(x=x.tolist(), highpassed=signal.sosfiltfilt(sos, x).tolist())


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    save(folder, "designs.json", dict(cases=designs()))
    save(folder, "filters.json", filtered())
    save(folder, "stft.json", dict(cases=stft_cases()))
    save(folder, "images.json", dict(**images(), prepared=prepared()))


if __name__ == "__main__":
    main()
