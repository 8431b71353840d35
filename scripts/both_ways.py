#!/usr/bin/env python3
"""scripts/both_ways.py: predictors that one database taught, tested on the other, and back: LUDB <-> PTB-XL.

    scripts/both_ways.py [--program build/release/bin/synchrony] [--data ../shared/data] [--tasks sex lvh]

For each task and model: `cohort import` of both databases, `train` on the one, `predict` of the other. Prints a row
each: the AUC that cross-validation expected, the AUC found with its 95 % interval, the calibration slope and intercept
found, the Brier score, and how many numbers of how many differ from the training's.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TASKS = ["sex", "lvh", "lah", "conduction"]
MODELS = [("ecg", None), ("deep-features", "mitbih-resnet18-w16"), ("deep-features", "virtual12-resnet18-w16"),
          ("fused-deep", "virtual12-resnet18-w16")]


def run(program, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr[-400:]}")
    return done.stdout


def figure(figures, name):
    value, limits = figures[name]["value"], figures[name]["ci95"]
    if value is None:
        return "-"
    return f"{value:.3f}" + (f" ({limits[0]:.2f} to {limits[1]:.2f})" if limits else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build/release/bin/synchrony")
    parser.add_argument("--data", type=Path, default=os.environ.get("SYNCHRONY_DATA", ROOT.parent / "shared/data"))
    parser.add_argument("--tasks", nargs="*", default=TASKS)
    options = parser.parse_args()
    program, data = str(options.program), Path(options.data)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for task in options.tasks:
            tables = {}
            for name in ("ludb", "ptbxl"):
                tables[name] = work / f"{name}-{task}.csv"
                run(program, "cohort", "import", name, data / name, "--task", task, "--out", tables[name], "--force")
            for taught, tested in (("ludb", "ptbxl"), ("ptbxl", "ludb")):
                for model, weights in MODELS:
                    file = work / "m.safetensors"
                    net = ["--pretrained", weights] if weights else []
                    card = json.loads(run(program, "train", tables[taught], "--model", model, *net, "--seed", 1, "--threads",
                                          1, "--out", file, "--json", "--quiet"))
                    said = json.loads(run(program, "predict", file, tables[tested], "--threads", 1, "--json", "--quiet"))
                    expected = card["model"]["cross_validation"]["figures"]["auc"]["value"]
                    found, shift = said["figures"], said["shift"]["all"]
                    row = [task, taught, model + (f" {weights}" if weights else ""), f"{expected:.3f}",
                           figure(found, "auc"), figure(found, "calibration_slope"),
                           figure(found, "calibration_intercept"), figure(found, "brier"),
                           f"{said['positives']} of {said['judged']}", f"{said['abstained']} withheld",
                           f"{shift['differing']} of {len(shift['inputs'])}"]
                    print(" | ".join(row), flush=True)


if __name__ == "__main__":
    main()
