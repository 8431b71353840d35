#!/usr/bin/env python3
"""scripts/robustness/two_builds.py: the same lines with the programs of two builds, and whether they wrote the same bytes.

The lines are those of tests/end_to_end/same_bytes_test.cpp, on a simulated cohort. Compared are the standard output
without the words that say how long it took, and every file but for its date of making and the number of the build. Prints a
table; exit code 1 where anything differs.

    cmake --preset release -B build/separate -DSYNCHRONY_UNITY=OFF && ninja -C build/separate synchrony
    scripts/robustness/two_builds.py --other build/separate/bin/synchrony
"""
import hashlib
import re
import sys
import time
from pathlib import Path

import common

DURATION = re.compile(rb"[0-9.]+ (s\b|M/s|patients/s)")
DURATION_IN_JSON = re.compile(rb'"(seconds|samples_per_s)": [^,\n]+')
NET = ["--pretrained", "mitbih-resnet18-w16"]


def lines(bench):
    """[name] -> words, that write below `out` or to the standard output."""
    out, cohort, model = str(bench.out), str(bench.work / "c/cohort.csv"), str(bench.work / "m.safetensors")
    ecgs = str(bench.work / "c/ecg")
    one = str(sorted((bench.work / "c/ecg").glob("*.hea"))[0])
    many = ["--folds", "2", "--repeats", "2", "--members", "100", "--out", f"{out}/m.safetensors"]
    found = {"simulate": ["simulate", "--patients", "40", "--out", out]}
    for target in ("wfdb", "csv", "edf", "npz", "dicom", "aecg", "muse"):
        found[f"convert {target}"] = ["convert", ecgs, "--to", target, "--out", out]
    for how in ("--csv", "--json", "--reasons"):
        found[f"measure {how}"] = ["measure", how, ecgs]
    found |= {
        "detect": ["detect", ecgs, "--out", out],
        "cohort make": ["cohort", "make", ecgs, "--out", f"{out}/made.csv"],
        "cohort check": ["cohort", "check", cohort],
        "cohort table": ["cohort", "table", cohort],
        "evaluate": ["evaluate", cohort, "--models",
                     "usual,svm-clinical,forest-clinical,boosting-clinical,deep-features", *NET, "--folds", "2",
                     "--resamples", "200", "--learning-curve", "--out", out],
        "train clinical": ["train", cohort, "--model", "clinical", *many],
        "train fused-deep": ["train", cohort, "--model", "fused-deep", *NET, *many],
        "predict cohort": ["predict", model, cohort, "--out", f"{out}/p.csv"],
        "predict page": ["predict", model, one, "--page", f"{out}/p.html"],
        "report": ["report", one, "--out", f"{out}/r.pdf"],
        "power": ["power", "--rule-auc", "0.7", "--sizes", "50", "100", "--studies", "100", "--json", "--plot",
                  f"{out}/p.svg"],
    }
    for kind in ("svg", "pdf", "png"):
        found[f"plot {kind}"] = ["plot", one, "--out", f"{out}/p.{kind}"]
    common_words = ["--seed", "7", "--threads", str(bench.options.threads)]
    return {k: v + common_words for k, v in found.items() if not bench.options.only or k in bench.options.only}


def written(bench, program, words):
    """[name] -> hash of what the line wrote; "stdout" too."""
    bench.fresh()
    bench.out.mkdir()
    bench.program = program
    done = bench.run(*words)
    if done.returncode != 0:
        raise SystemExit(f"{program} {' '.join(words)}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    said = done.stdout
    if words[0] != "measure":  # has no such words, and is long
        said = DURATION_IN_JSON.sub(b"", DURATION.sub(b"", said))
    # What an evaluation has finished already lies there for a while, or not.
    found = {k: v for k, v in common.tree(bench.out).items() if not k.startswith("finished/")}
    return {"stdout": hashlib.sha256(said).hexdigest(), **found}


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument("--other", type=Path, required=True, help="the other build's program")
    parser.set_defaults(patients=30, size=1, threads=1)
    options = parser.parse_args()
    bench = common.Bench(options)
    first, other = options.program.resolve(), options.other.resolve()
    bench.must("train", str(bench.work / "c/cohort.csv"), "--model", "fused", "--repeats", "1", "--members", "100",
               "--out", str(bench.work / "m.safetensors"))
    print(f"{'line':20} {'outputs':>8} {'differ':>7} {'both took':>10}")
    failed = []
    for name, words in lines(bench).items():
        begin = time.monotonic()
        one, two = written(bench, first, words), written(bench, other, words)
        differ = common.differences(one, two)
        failed += [f"{name}: {differ[:5]}"] if differ else []
        print(f"{name:20} {len(one):8} {len(differ):7} {time.monotonic() - begin:8.1f} s", flush=True)
    for line in failed:
        print(line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
