#!/usr/bin/env python3
"""scripts/robustness/two_builds.py: do two builds of the same sources write the same bytes? The second has every source
compiled alone (SYNCHRONY_UNITY=OFF), or is what --other names, such as one of another compiler.

Every command that writes results runs once by each, with the same inputs, line and place. Compared are all files and
the standard output, but for the time of writing and what was measured of the run. Prints a line a command; exit code 1
where anything differs.

    scripts/robustness/two_builds.py                   # builds build/separate first: a quarter of an hour and more
    scripts/robustness/two_builds.py --other build/clang/bin/synchrony --only evaluate train-deep
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import common

SEPARATE = common.ROOT / "build/separate"
ALONE = ["-DCMAKE_BUILD_TYPE=Release", "-DSYNCHRONY_UNITY=OFF", "-DSYNCHRONY_TESTS=OFF", "-DSYNCHRONY_BENCH=OFF",
         "-DSYNCHRONY_FUZZ=OFF", "-DSYNCHRONY_PYTHON=OFF"]
# What the standard output says of the run alone: how fast it went, and how much memory it took.
OF_THE_RUN = re.compile(rb"[0-9.]+ (s\b|M/s|patients/s|images/s)|\"(seconds|\w+_per_s)\": [^,\n]+"
                        rb"|[0-9.]+ GFLOP/s \(a product of large matrices: [0-9.]+\), [0-9.]+ % waiting for input"
                        rb"|peak memory [0-9.]+ MB")
TIMED = ("state",)  # a checkpoint, which holds how long the training has taken


def separate_build():
    subprocess.run(["cmake", "-S", str(common.ROOT), "-B", str(SEPARATE), "-G", "Ninja", *ALONE], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(SEPARATE), "--target", "synchrony", "synchrony_torch"], check=True)
    return SEPARATE / "bin/synchrony"


def more_lines(bench):
    """Those that kills.py has no need of, as each is over at once."""
    out, table, many = str(bench.out), str(bench.work / "c/cohort.csv"), str(bench.work / "many/ecg")
    one = str(sorted((bench.work / "many/ecg").glob("*.hea"))[0])
    net = ["--pretrained", "mitbih-resnet18-w16"]
    fast = ["--folds", "2", "--repeats", "2", "--members", "100"]
    deep, clinical = str(bench.work / "deep.safetensors"), str(bench.work / "clinical.safetensors")
    lines = {f"convert-{t}": ["convert", many, "--to", t, "--out", out] for t in ("csv", "edf", "npz", "aecg", "muse")}
    lines |= {f"measure-{how}": ["measure", f"--{how}", many] for how in ("csv", "json", "reasons")}
    lines |= {f"plot-{kind}": ["plot", one, "--out", f"{out}/p.{kind}"] for kind in ("svg", "pdf", "png")}
    lines |= {f"train-{name}": ["train", table, "--model", model, *more, *fast, "--out", f"{out}/m.safetensors"]
              for name, model, more in (("clinical", "clinical", []), ("deep", "fused-deep", net))}
    lines |= {f"predict-{name}": ["predict", model, table, "--out", f"{out}/p.csv"]
              for name, model in (("clinical", clinical), ("deep", deep))}
    lines |= {"predict-page": ["predict", deep, one, "--page", f"{out}/p.html"],
              "report": ["report", one, "--out", f"{out}/r.pdf"],
              "spectrogram": ["spectrogram", one, "--out", f"{out}/s.png"],
              "detect": ["detect", many, "--out", out],
              "cohort-table": ["cohort", "table", table],
              "cohort-check": ["cohort", "check", table],
              "evaluate-curve": ["evaluate", table, "--models", "usual,svm-clinical,forest-clinical,boosting-clinical",
                                 "--folds", "2", "--resamples", "200", "--learning-curve", "--out", out],
              "power": ["power", "--rule-auc", "0.7", "--sizes", "50", "100", "--studies", "100", "--json", "--plot",
                        f"{out}/p.svg"]}
    wanted = {k: v + ["--threads", str(bench.options.threads)] for k, v in lines.items()
              if not bench.options.only or k in bench.options.only}
    if any(deep in words or clinical in words for words in wanted.values()):
        bench.must("train", table, "--model", "fused-deep", *net, *fast, "--out", deep)
        bench.must("train", table, "--model", "clinical", *fast, "--out", clinical)
    return wanted


def written(bench, program, words):
    bench.program = program
    bench.fresh()
    bench.out.mkdir()
    done = bench.run(*words)
    if done.returncode != 0:
        raise SystemExit(f"{program} {' '.join(words)}: exit {done.returncode}\n"
                         f"{done.stderr.decode(errors='replace')}")
    files = {k: v for k, v in common.tree(bench.out).items() if k not in TIMED}
    return {"standard output": OF_THE_RUN.sub(b"", done.stdout), **files}


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument("--other", type=Path, help="program of the other build; built where it is not given")
    options = parser.parse_args()
    programs = [options.program.resolve(), (options.other or separate_build()).resolve()]
    bench = common.Bench(options)
    secret = ["--pseudonyms", f"{bench.out}/names.csv"]  # shifts of dates, drawn anew on purpose
    lines = {k: [w for w in v if w not in secret] for k, v in bench.lines().items()} | more_lines(bench)
    print(f"{os.path.relpath(programs[0])} beside {os.path.relpath(programs[1])}, {options.threads} threads\n")
    failed = False
    for name, words in lines.items():
        if name == "data-get":
            continue  # copies bytes
        first, second = (written(bench, program, words) for program in programs)
        wrong = common.differences(first, second)
        failed |= bool(wrong)
        print(f"{name:18} {len(first):5} outputs   " + (f"differ: {', '.join(wrong[:6])}" if wrong else "same bytes"),
              flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
