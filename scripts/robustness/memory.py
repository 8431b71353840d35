#!/usr/bin/env python3
"""scripts/robustness/memory.py: peak memory and time of every command, for few and many recordings and for short and
long ones. Prints two tables; the program must end by itself (an error counts, a signal does not).

    scripts/robustness/memory.py --few 100 --many 10000
    scripts/robustness/memory.py --few 50 --many 500 --only predict merge     # of some commands
"""
import functools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

from pathlib import Path

import common

LEADS, HZ, DAY_S = 12, 500, 86_400
STOPPED = 130  # by SIGINT, as `serve` ends


def peak(bench, words):
    begin = time.monotonic()
    process = subprocess.Popen(bench.line(*words), env=bench.environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    said = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024, time.monotonic() - begin, process.returncode, said


def served(bench, uploads):
    """Peak memory of `serve` that was sent the first simulated recording so often, and measured it each time."""
    header = sorted((bench.work / "c/ecg").glob("*.hea"))[0]
    files = {p.name: p.read_bytes() for p in (header, header.with_suffix(".dat"))}
    mark = "a-line-between-parts"
    body = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() +
                    data + b"\r\n" for name, data in files.items()) + f"--{mark}--\r\n".encode()
    begin = time.monotonic()
    process = subprocess.Popen(bench.line("serve", "--json"), env=bench.environment, stdout=subprocess.PIPE)
    try:
        said = b""  # an object over several lines
        while not said.rstrip().endswith(b"}"):
            said += process.stdout.readline()
        base, key = json.loads(said)["address"].split("/?key=")

        def ask(path, data=None):
            head = {"Authorization": f"Bearer {key}", "Content-Type": f"multipart/form-data; boundary={mark}"}
            with urllib.request.urlopen(urllib.request.Request(f"{base}/api/v1/{path}", data, head)) as answer:
                return json.loads(answer.read())

        for _ in range(uploads):
            ask(f"recordings/{ask('recordings', body)['id']}/measurements")
    finally:
        process.send_signal(signal.SIGINT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # Stopped by us: its own end is 130.
    code = process.returncode
    return used.ru_maxrss / 1024, time.monotonic() - begin, code, "stopped" if code == STOPPED else ""


def copies(bench, folder, count):
    """A folder of `count` records, as links to the signals of the simulated ones, and a cohort of them."""
    folder.mkdir()
    headers = sorted((bench.work / "c/ecg").glob("*.hea"))
    rows = ["patient_id,ecg,response,lvef_pct"]
    for i in range(count):
        header = headers[i % len(headers)]
        name = f"r{i:06}"
        (folder / f"{name}.hea").write_text(header.read_text().replace(header.stem, name))
        (folder / f"{name}.dat").symlink_to(header.with_suffix(".dat"))
        rows.append(f"p{i},{folder.name}/{name}.hea,{i % 2},{20 + i * 7 % 19}")
    table = folder.parent / f"{folder.name}.csv"
    table.write_text("\n".join(rows) + "\n")
    return folder, table


def parts_of(bench, folder):
    """The parts of `measure` of the folder's recordings, made where they are not yet."""
    parts = Path(f"{folder}.parts")
    if not parts.is_dir():
        for shard in ("1/2", "2/2"):
            bench.must("measure", str(folder), "--csv", "--shard", shard, "--parts", str(parts))
    return str(parts)


def possible_table(bench):
    table = bench.work / "printed.csv"
    table.write_text("model,n_pos,n_neg,accuracy,sensitivity,specificity\na,50,50,0.6,0.6,0.6\n")
    return str(table)


def of_one_size(bench, model):
    """Lines that have no number of recordings to grow with, or whose work is a network's."""
    out, cohort = str(bench.out), str(bench.work / "c/cohort.csv")
    own = {n: w for n, w in bench.lines().items() if n in ("pretrain", "transfer-gain", "data-get", "evaluate-network")}
    net = ["--pretrained", "mitbih-resnet18-w16"]
    return own | {
        "cohort template": ["cohort", "template", "--out", f"{out}/t.csv"],
        "cohort check-table": ["cohort", "check-table", possible_table(bench)],
        "power": ["power", "--rule-auc", "0.7", "--sizes", "50", "100", "--studies", "100"],
        "reproduce": ["reproduce", "he-2023", "--out", out],
        "export": ["export", "mitbih-resnet18", "--to", "onnx", "--out", f"{out}/n.onnx"],
        "evaluate, deep features": ["evaluate", cohort, "--models", "deep-features", *net, "--out", out],
        "train, deep features": ["train", cohort, "--model", "fused-deep", *net, "--members", "100", "--repeats", "1",
                                 "--out", f"{out}/m.safetensors"]}


def day(bench):
    """24 h of twelve leads: a simulated recording again and again."""
    header = sorted((bench.work / "c/ecg").glob("*.hea"))[0]
    samples = header.with_suffix(".dat").read_bytes()
    frames = len(samples) // (2 * LEADS)
    with open(bench.work / "day.dat", "wb") as out:
        for _ in range(DAY_S * HZ // frames):
            out.write(samples)
    lines = []
    for line in header.read_text().splitlines():
        words = line.replace(header.stem, "day").split()
        if line.startswith(header.stem + " "):
            words[3] = str(DAY_S * HZ)
        elif not line.startswith("#"):
            words[6] = "0"  # no checksum
        lines.append(" ".join(words))
    (bench.work / "day.hea").write_text("\n".join(lines) + "\n")
    return header, bench.work / "day.hea"


def show(bench, head, rows):
    print(f"\n{'command':24} " + " ".join(f"{text:>26}" for text in head))
    failed = []
    for name, *lines in rows:
        cells = []
        for words in lines:
            bench.fresh()
            mib, seconds, code, said = words() if callable(words) else peak(bench, words)
            cells.append(f"{mib:8.0f} MiB {seconds:7.1f} s ({code})")
            if code < 0 or (code > 0 and not said.strip()):
                failed.append(f"{name}: {code} {said[-200:]}")
        print(f"{name:24} " + " ".join(f"{cell:>26}" for cell in cells), flush=True)
    return failed


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--fits", type=int, default=1_000, help="patients of evaluate and train, whose tables grow")
    options = parser.parse_args()
    bench = common.Bench(options)
    out, threads = str(bench.out), ["--threads", str(options.threads)]
    few, few_table = copies(bench, bench.work / "few", options.few)
    many, many_table = copies(bench, bench.work / "lots", options.many)
    fits, fits_table = copies(bench, bench.work / "fits", options.fits)
    for_folder = {"info": lambda f: ["info", f], "measure --csv": lambda f: ["measure", f, "--csv"],
                  "measure --json": lambda f: ["measure", f, "--json"],
                  "convert": lambda f: ["convert", f, "--to", "wfdb", "--out", out],
                  "detect": lambda f: ["detect", f, "--out", out],
                  "cohort make": lambda f: ["cohort", "make", f, "--out", f"{out}/made.csv"]}
    model = str(bench.work / "m.safetensors")
    bench.must("train", str(bench.work / "c/cohort.csv"), "--model", "ecg", "--repeats", "1", "--members", "100", "--out",
               model)
    for_folder |= {"measure --shard": lambda f: ["measure", f, "--csv", "--shard", "1/2", "--parts", out],
                   "merge": lambda f: ["merge", parts_of(bench, f), "--out", f"{out}/joined.csv"],
                   "score repeatability": lambda f: ["score", "repeatability", f, "--json"]}
    for_table = {"cohort check": lambda t: ["cohort", "check", t], "cohort table": lambda t: ["cohort", "table", t],
                 "cohort import": lambda t: ["cohort", "import", t, "--out", f"{out}/imported.csv"],
                 "predict": lambda t: ["predict", model, t, "--out", f"{out}/p.csv"]}
    models = ["--models", "clinical,ecg", "--folds", "2", "--resamples", "100"]
    fitted = {"evaluate": lambda t: ["evaluate", t, *models, "--out", out],
              "train": lambda t: ["train", t, "--model", "fused", "--repeats", "1", "--members", "100", "--out",
                                  f"{out}/m.safetensors"]}
    all_names = (*for_folder, *for_table, "simulate", "pretrain --virtual", *fitted)
    wanted = [n for n in all_names if not options.only or n in options.only]
    rows = [(n, make(str(few)) + threads, make(str(many)) + threads) for n, make in for_folder.items() if n in wanted]
    rows += [(n, make(str(few_table)) + threads, make(str(many_table)) + threads)
             for n, make in for_table.items() if n in wanted]
    counted = {"simulate": lambda n: ["simulate", "--patients", n, "--out", out],
               "pretrain --virtual": lambda n: ["pretrain", "--virtual", n, "--width", "8", "--steps", "4", "--batch",
                                                "32", "--validations", "1", "--images", f"{out}/i.safetensors", "--out",
                                                f"{out}/m.safetensors"]}
    rows += [(n, *(make(str(count)) + threads for count in (options.few, options.many)))
             for n, make in counted.items() if n in wanted]
    if not options.only or "serve" in options.only:
        rows.append(("serve", *(functools.partial(served, bench, n) for n in (options.few, options.many))))
    failed = show(bench, (f"{options.few} recordings", f"{options.many} recordings"), rows)
    rows = [(n, make(str(few_table)) + threads, make(str(fits_table)) + threads)
            for n, make in fitted.items() if n in wanted]
    if rows:
        failed += show(bench, (f"{options.few} patients", f"{options.fits} patients"), rows)
    rows = [(n, w if "--threads" in w else w + threads) for n, w in of_one_size(bench, model).items() if not options.only or n in options.only]
    if rows:
        failed += show(bench, (f"{options.patients} patients",), rows)
    if not options.only:
        short, long = day(bench)
        part = ["--start", "40000", "--length", "10"]
        single = {"info": ["info"], "measure": ["measure"], "detect": ["detect", "--out", out],
                  "plot": ["plot", "--out", f"{out}/p.svg"], "report": ["report", "--out", f"{out}/r.pdf"],
                  "spectrogram": ["spectrogram", "--out", f"{out}/s.png"],
                  "convert": ["convert", "--to", "edf", "--out", f"{out}/x"]}
        rows = [(n, [w[0], str(short), *w[1:]], [w[0], str(long), *w[1:]]) for n, w in single.items()]
        rows += [(n + " --start", [w[0], str(short), *w[1:]], [w[0], str(long), *w[1:], *part])
                 for n, w in single.items() if n not in ("detect", "convert")]
        rows.append(("predict --start", ["predict", model, str(short)], ["predict", model, str(long), *part]))
        failed += show(bench, ("10 s", "24 h"), rows)
        (bench.work / "day.dat").unlink()
    for line in failed:
        print(line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
