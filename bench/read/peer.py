#!/usr/bin/python3
"""Reading speed beside what a user of Python would write or install: bench/read/peer.py BENCH_READ FILE...

Written by hand: EDF by numpy over the file's own table of signals; aECG and MUSE by xml.etree and numpy. Installed: pydicom and
its waveform_array, MNE, pyedflib, wfdb, sierraecg, each where Python finds it. Processor time of one thread, so that a
busy machine does not tilt the ratio. The sums of all samples' sizes must agree, else no figure is shown. (Debian:
python3-pydicom python3-numpy python3-mne; the others by pip)
"""
import base64
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as tree

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import pydicom

try:
    import mne
    mne.set_log_level("ERROR")
except ImportError:
    mne = None
try:
    import pyedflib
except ImportError:
    pyedflib = None
try:
    import wfdb
except ImportError:
    wfdb = None
try:
    import sierraecg
except ImportError:
    sierraecg = None

SECONDS = 1.0  # of timing a file


def dicom(path):
    data = pydicom.dcmread(path)
    unit = data.WaveformSequence[0].ChannelDefinitionSequence[0].ChannelSensitivityUnitsSequence[0].CodeValue
    return data.waveform_array(0).T * {"uV": 1e-3, "mV": 1.0}[unit]


def edf(path):
    with open(path, "rb") as file:
        head = file.read(256)
        count, records = int(head[252:256]), int(head[236:244])
        fields = file.read(256 * count)
        column = lambda at, width: [fields[at * count + i * width:at * count + (i + 1) * width].decode().strip() for i in range(count)]
        labels, units = column(0, 16), column(96, 8)
        low, high = np.array(column(104, 8), float), np.array(column(112, 8), float)
        dlow, dhigh = np.array(column(120, 8), float), np.array(column(128, 8), float)
        samples = np.array(column(216, 8), int)
        data = np.frombuffer(file.read(), "<i2")[:records * samples.sum()].reshape(records, samples.sum())
    leads = []
    for i, start in enumerate(np.concatenate([[0], np.cumsum(samples)[:-1]])):
        if not labels[i].startswith("ECG"):
            continue
        gain = (high[i] - low[i]) / (dhigh[i] - dlow[i])
        scale = {"uV": 1e-3, "mV": 1.0}[units[i]]
        leads.append(((data[:, start:start + samples[i]].ravel() - dlow[i]) * gain + low[i]) * scale)
    return np.array(leads)


def aecg(path):
    ns = "{urn:hl7-org:v3}"
    series = tree.parse(path).getroot().find(f"{ns}component/{ns}series")
    leads = []
    for sequence in series.find(f"{ns}component/{ns}sequenceSet").iter(f"{ns}sequence"):
        value = sequence.find(f"{ns}value")
        digits = value.find(f"{ns}digits")
        if digits is None:
            continue
        scale, origin = value.find(f"{ns}scale"), value.find(f"{ns}origin")
        to_mv = {"uV": 1e-3, "mV": 1.0}[scale.get("unit")]
        leads.append((np.array(digits.text.split(), float) * float(scale.get("value")) + float(origin.get("value"))) * to_mv)
    return np.array(leads)


def muse(path):
    leads = {}
    for wave in tree.parse(path).getroot().iter("Waveform"):
        if wave.findtext("WaveformType") != "Rhythm":
            continue
        for lead in wave.iter("LeadData"):
            values = np.frombuffer(base64.b64decode(lead.findtext("WaveFormData")), "<i2")
            leads[lead.findtext("LeadID")] = values * float(lead.findtext("LeadAmplitudeUnitsPerBit")) * 1e-3
    return np.array(list(leads.values()))  # the eight that are stored: the others are computed where they are needed


def by_mne(path):
    return mne.io.read_raw_edf(path, preload=True).get_data() * 1e3  # it gives V


def by_pyedflib(path):
    with pyedflib.EdfReader(path) as file:
        return np.array([file.readSignal(i) * {"uV": 1e-3, "mV": 1.0}[file.getPhysicalDimension(i)]
                         for i in range(file.signals_in_file)])


def by_wfdb(path):
    return wfdb.rdrecord(path.removesuffix(".hea")).p_signal  # mV as the header says


def by_sierraecg(path):
    return np.array([lead.samples for lead in sierraecg.read_file(path).leads]) * 5e-3  # 5 uV a unit in these files


PEERS = {"dicom": [("pydicom", dicom)], "edf": [("numpy", edf)], "aecg": [("xml.etree, numpy", aecg)],
         "muse": [("xml.etree, numpy", muse)]}
for name, package, peer in (("edf", pyedflib, by_pyedflib), ("edf", mne, by_mne), ("wfdb", wfdb, by_wfdb),
                            ("philips", sierraecg, by_sierraecg)):
    if package:
        PEERS.setdefault(name, []).append((package.__name__, peer))


def timed(read, path, samples):
    values = read(path)[:, :samples]  # sierraecg hands on the calibration pulse behind the ECG
    begun, reads = time.process_time(), 0
    while reads < 3 or time.process_time() - begun < SECONDS:
        read(path)
        reads += 1
    return (time.process_time() - begun) / reads, float(np.abs(values).sum())


def main():
    ours = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True).stdout
    print("| format | leads x samples | kB | ours: files/s | MB/s | peer | files/s | ratio |\n|---|---|---|---|---|---|---|---|")
    for line in ours.splitlines():
        path, name, size, leads, samples, seconds, total = line.split("\t")
        size, seconds = int(size), float(seconds)
        row = f"| {name} | {leads} x {samples} | {size / 1e3:.0f} | {1 / seconds:.0f} | {size / seconds / 1e6:.0f} "
        for peer, read in PEERS.get(name, []):
            peer_seconds, peer_total = timed(read, path, int(samples))
            if abs(peer_total - float(total)) > 1e-3 * abs(peer_total):  # derived leads are rounded, or not
                sys.exit(f"{path}: {peer} reads another recording: {peer_total} mV, not {total}")
            print(row + f"| {peer} | {1 / peer_seconds:.0f} | {peer_seconds / seconds:.1f} |")
        if name not in PEERS:
            print(row + "| none found | - | - |")


main()
