#!/usr/bin/env python3
"""Cohorts on which docs/results/explanation.md counts withheld answers.

    scripts/explanation_cohorts.py DATA_FOLDER OUT_FOLDER

DATA_FOLDER holds ptbxl/, ludb/ and noise/ (shared/data/README.md). OUT_FOLDER gets one cohort CSV each, with the
outcome `male`, which is only there so that a model can be fitted: ptbxl-odd.csv and ptbxl-even.csv (persons by the last
digit of patient_id; the first recording of each), ludb.csv, ludb-paced.csv, and the even persons again with electrode
motion (em), muscle noise (ma) and baseline wander (bw) added at 6 and 0 dB, as WFDB records of format 16.
"""
import array
import csv
import os
import sys


def write_cohort(path, rows):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["patient_id", "ecg", "male"])
        writer.writerows(rows)


def ptbxl_rows(data):
    seen, rows = set(), []
    with open(os.path.join(data, "ptbxl", "ptbxl.csv")) as table:
        for row in csv.DictReader(table):
            if row["patient_id"] in seen or not row["sex"]:
                continue
            seen.add(row["patient_id"])
            ecg = os.path.abspath(os.path.join(data, "ptbxl", "data", "%05d.hea" % int(row["ecg_id"])))
            rows.append((int(row["patient_id"]), ecg, int(row["sex"] == "M"), row["scp_codes"].split()))
    return rows


def ludb_rows(data):
    rows = []
    with open(os.path.join(data, "ludb", "ludb.csv"), newline="") as table:
        for row in csv.DictReader(table):
            ecg = os.path.abspath(os.path.join(data, "ludb", "data", row["ID"].strip() + ".hea"))
            if os.path.exists(ecg):
                paced = bool(row["Cardiac pacing"].strip())
                rows.append((int(row["ID"]), ecg, int(row["Sex"].strip() == "M"), paced))
    return rows


def noise_of(data, name, rate_hz):
    """Channel 1 of a 30 s recording at 360 Hz, brought to rate_hz between its samples, mean 0."""
    with open(os.path.join(data, "noise", name + ".csv")) as table:
        values = [float(line.split(",")[1]) for line in table if line.strip()]
    count = int(len(values) * rate_hz / 360)
    out = []
    for i in range(count):
        place = i * 360 / rate_hz
        k = min(int(place), len(values) - 2)
        out.append(values[k] + (place - k) * (values[k + 1] - values[k]))
    mean = sum(out) / len(out)
    return [v - mean for v in out]


def add_noise(header, out_stem, noise, snr_db):
    """A copy of a format-16 record; each lead has its own stretch of the noise, at that ratio of mean squares."""
    with open(header) as text:
        lines = text.read().splitlines()
    leads = int(lines[0].split()[1])
    stem = os.path.splitext(header)[0]
    samples = array.array("h", open(stem + ".dat", "rb").read())
    length = len(samples) // leads
    for lead in range(leads):
        signal = samples[lead::leads]
        mean = sum(signal) / length
        power = sum((s - mean) ** 2 for s in signal) / length
        begin = lead * 797 % (len(noise) - length)
        part = noise[begin:begin + length]
        factor = (power / (sum(n * n for n in part) / length) / 10 ** (snr_db / 10)) ** 0.5
        for i in range(length):
            samples[i * leads + lead] = max(-32767, min(32767, round(signal[i] + factor * part[i])))
    with open(out_stem + ".dat", "wb") as out:
        samples.tofile(out)
    name, old = os.path.basename(out_stem), os.path.basename(stem)
    with open(out_stem + ".hea", "w") as out:
        out.write(lines[0].replace(old, name) + "\n")
        for lead, line in enumerate(lines[1:leads + 1]):
            cells = line.split()
            cells[0], cells[5] = name + ".dat", str(samples[lead])
            cells[6] = str((sum(samples[lead::leads]) + 32768) % 65536 - 32768)  # WFDB's checksum
            out.write(" ".join(cells) + "\n")


def main(data, out):
    os.makedirs(out, exist_ok=True)
    ptbxl, ludb = ptbxl_rows(data), ludb_rows(data)
    odd = [r for r in ptbxl if r[0] % 2 == 1]
    even = [r for r in ptbxl if r[0] % 2 == 0 and "PACE" not in r[3]]
    write_cohort(os.path.join(out, "ptbxl-odd.csv"), [r[:3] for r in odd])
    write_cohort(os.path.join(out, "ptbxl-even.csv"), [r[:3] for r in even])
    write_cohort(os.path.join(out, "ludb.csv"), [r[:3] for r in ludb if not r[3]])
    paced = [("ludb%d" % r[0],) + r[1:3] for r in ludb if r[3]]
    paced += [("ptbxl%d" % r[0],) + r[1:3] for r in ptbxl if "PACE" in r[3]]
    write_cohort(os.path.join(out, "paced.csv"), paced)
    for kind in ("em", "ma", "bw"):
        noise = noise_of(data, kind, 500)
        for snr_db in (6, 0):
            folder = os.path.join(out, "%s%d" % (kind, snr_db))
            os.makedirs(folder, exist_ok=True)
            rows = []
            for person, ecg, male, _ in even:
                stem = os.path.join(folder, "n%d" % person)
                add_noise(ecg, stem, noise, snr_db)
                rows.append((person, os.path.abspath(stem + ".hea"), male))
            write_cohort(os.path.join(out, "ptbxl-even-%s%d.csv" % (kind, snr_db)), rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
