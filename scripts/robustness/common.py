"""What the robustness scripts share: small inputs, the long commands on them, and bytes without what differs by intent.

Python 3 standard library. Inputs are simulated; pretrain and transfer-gain need MIT-BIH and LUDB in SYNCHRONY_DATA or
../shared/data, and are left out, said, where they are absent.
"""
import argparse
import csv
import hashlib
import http.server
import json
import os
import random
import re
import shutil
import socketserver
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LUDB_OF_A_KIND = 8  # recordings with and without hypertrophy that transfer-gain draws from
MITDB_RECORDS = ["101", "106", "119", "208", "200", "100"]  # each part of de Chazal's split, several classes each
MITDB_MINUTES, MITDB_HZ = 8, 360  # of each record
TEMPORARY = re.compile(r"\.tmp\d+-\d+$")  # files.cpp
# finished/*.json and checkpoints are there or not as it took them more or less than a second: no results.
NOT_RESULTS = ("finished/", "state", "names.csv")  # the last holds secret shifts of dates, drawn anew on purpose
DRIP_BYTES, DRIP_S = 20_000, 0.01         # of the loopback server: 2 MB/s, so that a kill finds work going on


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/bin/synchrony")
    parser.add_argument("--work", type=Path, default=Path("/tmp/synchrony-robustness"), help="scratch folder, emptied")
    parser.add_argument("--only", nargs="*", default=[], help="names of commands")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--patients", type=int, default=60, help="of the cohort of evaluate and train")
    parser.add_argument("--size", type=int, default=300, help="virtual patients of simulate, recordings of convert")
    return parser


def at_random(description, trials, default, help="of each command"):
    """What a script that does something at random moments begins with: a bench, and the source of chance. `trials`
    names its option, "--kills", whose number is left in options.trials."""
    parser = arguments(description)
    parser.add_argument(trials, dest="trials", type=int, default=default, help=help)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return Bench(options), random.Random(options.seed)


def verdict(failed, most=60):
    """Prints the first faults; the exit code."""
    for line in failed[:most]:
        print(line)
    return 1 if failed else 0


def data_folder():
    for place in (os.environ.get("SYNCHRONY_DATA"), ROOT / "../shared/data"):
        if place and (Path(place) / "mitdb/RECORDS").is_file():
            return Path(place).resolve()
    return None


def without_checksum(line):
    return line if line.startswith("#") else " ".join(line.split()[:5])


def annotations_until(data, samples):
    """The first ones of a file in MIT format (annot(5)): two bytes each, six bits of code and ten of time."""
    SKIP, FIRST_WITHOUT_TIME, AUX = 59, 60, 63
    at = time_ = 0
    while at + 2 <= len(data):
        word = int.from_bytes(data[at:at + 2], "little")
        code, low = word >> 10, word & 0x3FF
        length = 2
        if code == SKIP:
            time_ += int.from_bytes(data[at + 2:at + 4], "little") << 16 | int.from_bytes(data[at + 4:at + 6], "little")
            length = 6
        elif code == AUX:
            length += low + low % 2
        elif code < FIRST_WITHOUT_TIME:
            time_ += low
        if word == 0 or time_ >= samples:
            break
        at += length
    return data[:at] + b"\0\0"


class DripServer:
    """A small database on loopback, served slowly, with ranges."""

    def __init__(self):
        noise = hashlib.sha256(b"noise").digest()
        self.files = {f"{r}.dat": (noise * 12_000)[:360_000 + int(r)] for r in ("100", "101", "102", "103")}
        self.files["RECORDS"] = b"100\n101\n102\n103\n"
        sums = "".join(f"{hashlib.sha256(b).hexdigest()}  {n}\n" for n, b in self.files.items())
        self.files["SHA256SUMS.txt"] = sums.encode()
        files = self.files

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = files.get(self.path.lstrip("/"))
                if body is None:
                    return self.send_error(404)
                begin = re.match(r"bytes=(\d+)-", self.headers.get("Range") or "")
                start = int(begin[1]) if begin else 0
                self.send_response(206 if begin else 200)
                if begin:
                    self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
                self.send_header("Content-Length", str(len(body) - start))
                self.end_headers()
                try:
                    for at in range(start, len(body), DRIP_BYTES):
                        self.wfile.write(body[at:at + DRIP_BYTES])
                        time.sleep(DRIP_S)
                except OSError:
                    pass  # the client was killed

            def log_message(self, *_):
                pass

        class Threaded(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

        self.server = Threaded(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


class Bench:
    """The scratch folder with its inputs, and the lines that are run on them."""

    def __init__(self, options):
        self.options, self.program = options, options.program.resolve()
        self.work = options.work.resolve()
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.out, self.cache, self.tmp = self.work / "out", self.work / "cache", self.work / "tmp"
        self.environment = {**os.environ, "OMP_WAIT_POLICY": "passive", "XDG_CACHE_HOME": str(self.cache),
                            "TMPDIR": str(self.tmp)}
        self.fresh()
        self.must("simulate", "--patients", str(options.patients), "--seed", "5", "--out", str(self.work / "c"))
        self.must("simulate", "--patients", str(options.size), "--seed", "6", "--out", str(self.work / "many"))
        self.data = data_folder()
        if self.data:
            self.link_mitdb()
            self.link_ludb()

    def link_mitdb(self):
        small = self.work / "mitdb"
        small.mkdir()
        (small / "RECORDS").write_text("".join(r + "\n" for r in MITDB_RECORDS))
        samples = MITDB_MINUTES * 60 * MITDB_HZ
        for record in MITDB_RECORDS:
            first, *signals = (self.data / "mitdb" / f"{record}.hea").read_text().splitlines()
            words = first.split()
            signals = [without_checksum(line) for line in signals]
            (small / f"{record}.hea").write_text("\n".join([" ".join([*words[:3], str(samples)]), *signals]) + "\n")
            both_leads = (self.data / "mitdb" / f"{record}.dat").read_bytes()[:samples * 3]  # format 212
            (small / f"{record}.dat").write_bytes(both_leads)
            notes = (self.data / "mitdb" / f"{record}.atr").read_bytes()
            (small / f"{record}.atr").write_bytes(annotations_until(notes, samples))

    def link_ludb(self):
        small = self.work / "ludb"
        (small / "data").mkdir(parents=True)
        with open(self.data / "ludb/ludb.csv", encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        column = header.index("Hypertrophies")
        large = ["Left ventricular hypertrophy" in row[column] for row in rows]
        kept = [r for wanted in (True, False) for r in [r for r, l in zip(rows, large) if l == wanted][:LUDB_OF_A_KIND]]
        with open(small / "ludb.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *kept])
        names = [row[0].strip() for row in kept]
        (small / "RECORDS").write_text("".join(f"data/{name}\n" for name in names))
        for name in names:
            for path in (self.data / "ludb/data").glob(name + ".*"):
                (small / "data" / path.name).symlink_to(path)

    def fresh(self):
        """No output, no cache, as before the first run."""
        for folder in (self.out, self.cache, self.tmp):
            shutil.rmtree(folder, ignore_errors=True)
        self.cache.mkdir()
        self.tmp.mkdir()

    def line(self, *words):
        return [str(self.program), *words]

    def run(self, *words, **more):
        return subprocess.run(self.line(*words), env=self.environment, capture_output=True, **more)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
        return done

    def results(self):
        return results_below(self.out)

    def unbroken(self, words):
        """What the line writes and prints when nothing disturbs it, and how many seconds it takes."""
        self.fresh()
        begin = time.monotonic()
        printed = self.must(*words).stdout
        took = time.monotonic() - begin
        return self.results(), printed, took

    def lines(self):
        """[name] -> words of a line that writes below `out`."""
        out, cohort, many = str(self.out), str(self.work / "c/cohort.csv"), str(self.work / "many/ecg")
        common = ["--threads", str(self.options.threads)]
        net = ["--pretrained", "mitbih-resnet18-w16"]
        lines = {
            "simulate": ["simulate", "--patients", str(self.options.size), "--out", out],
            "convert": ["convert", many, "--to", "wfdb", "--out", out],
            "convert-dicom": ["convert", many, "--to", "dicom", "--out", out],
            "evaluate": ["evaluate", cohort, "--models", "majority,rules,clinical,ecg,fused,forest-fused,"
                         "boosting-fused,svm-fused,deep-features", *net, "--folds", "3", "--repeats", "2",
                         "--resamples", "500", "--out", out],
            "train": ["train", cohort, "--model", "fused-deep", *net, "--members", "100", "--repeats", "1",
                      "--out", f"{out}/m.safetensors"],
            "measure-shard": ["measure", many, "--csv", "--shard", "1/2", "--parts", out],
            "cohort-make": ["cohort", "make", many, "--out", f"{out}/made.csv", "--pseudonyms", f"{out}/names.csv"],
            "data-get": ["data", "get", "mitdb", "--to", f"{out}/mitdb", "--from", "SERVER", "--partial"],
        }
        if self.data:
            lines["evaluate-network"] = ["evaluate", cohort, "--models", "frozen,fused", *net, "--epochs", "1",
                                         "--folds", "2", "--resamples", "200", "--out", out]
            lines["pretrain"] = ["pretrain", "--data", str(self.work / "mitdb"), "--images",
                                 f"{out}/images.safetensors", "--out", f"{out}/model.safetensors", "--report",
                                 f"{out}/report.json", "--checkpoint", f"{out}/state", "--leads", "first", "--width",
                                 "8", "--steps", "24", "--batch", "32", "--validations", "8", "--validation-images",
                                 "200", "--test-images", "200"]
            lines["transfer-gain"] = ["transfer-gain", "--model", "mitbih-resnet18-w16", "--data",
                                      str(self.work / "ludb"), "--task", "lvh", "--methods", "pixels,frozen",
                                      "--draws", "3", "--network-draws", "0", "--random-nets", "1", "--patients", "10",
                                      "--positives", "5", "--folds", "2", "--resamples", "200", "--out", out]
        else:
            print("left out: evaluate-network, pretrain, transfer-gain (no MIT-BIH and LUDB in SYNCHRONY_DATA)")
        chosen = {k: v + common for k, v in lines.items() if not self.options.only or k in self.options.only}
        if "data-get" in chosen:
            self.server = DripServer()
            chosen["data-get"] = [self.server.url if w == "SERVER" else w for w in chosen["data-get"]]
        return chosen

    def temporary_files(self):
        """Below the output and the cache, and what lies where the system keeps temporary files."""
        below = [p for folder in (self.out, self.cache) for p in folder.rglob("*") if TEMPORARY.search(p.name)]
        return sorted(str(p) for p in below) + sorted(str(p) for p in self.tmp.iterdir())


# In the report of pretrain and the results of transfer-gain: when it ran and how long, how much memory it took, and
# whether it went on from a checkpoint.
OF_THE_RUN = {"date", "seconds", "train_seconds", "resumed", "peak_memory_mb", "waiting_share"}


def without_time(node):
    if isinstance(node, dict):
        return {k: without_time(v) for k, v in node.items() if k not in OF_THE_RUN and not k.endswith("_per_s")}
    return [without_time(v) for v in node] if isinstance(node, list) else node


def canonical(path):
    """Bytes of a file without the time it was made: `date` in simulation.json and in the provenance in the metadata of
    safetensors files, and the sum over those."""
    data = path.read_bytes()
    if path.name == "simulation.json":
        return re.sub(rb'"date": "[^"]*"', b"", data)
    if path.name in ("report.json", "results.json"):
        return json.dumps(without_time(json.loads(data))).encode()
    if path.suffix != ".safetensors" or len(data) < 8:
        return data
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    metadata = header.get("__metadata__", {})
    metadata.pop("content_sum", None)
    for key, text in metadata.items():
        metadata[key] = re.sub(r'("date"\s*:\s*)"[^"]*"', r'\1""', text)
    return json.dumps(header).encode() + data[8 + length:]


def tree(folder):
    """[name] -> hash of every file below the folder."""
    return {str(p.relative_to(folder)): hashlib.sha256(canonical(p)).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def results_below(folder):
    """[name] -> hash of each file that a run leaves there and that must not depend on whether it was stopped."""
    return {k: v for k, v in tree(folder).items() if not k.startswith(NOT_RESULTS)}


def differences(a, b):
    return sorted(k for k in a.keys() | b.keys() if a.get(k) != b.get(k))
