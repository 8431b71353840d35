#!/usr/bin/env python3
"""What each model reaches on many virtual cohorts, beside what anybody could reach.

Run: python3 scripts/virtual_cohorts.py build/release/bin/synchrony OUT [--cohorts 20] [--patients 71] [--repeats 1]
                                        [--models a,b,c] [--pretrained MODEL] [--threads 2]
Simulates cohort k with seed k, evaluates it with the same seed, and prints a Markdown table: mean and SD over cohorts of the
AUC (mean over folds), of the pooled sensitivity and specificity, of the Brier score and the calibration slope, and in how many
cohorts the model's AUC was above the best rule's with a Holm-corrected bootstrap p below 0.05. OUT keeps cohorts and results;
those that are there already are not made again.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

FAST = "rules,guidelines,clinical,ecg,fused,svm-fused,forest-fused,boosting-fused"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--cohorts", type=int, default=20)
    parser.add_argument("--patients", type=int, default=71)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--models", default=FAST)
    parser.add_argument("--pretrained", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def one_cohort(options, seed):
    folder = options.out / f"cohort-{seed}"
    summary = folder / "simulate.json"
    if not summary.exists():
        text = run(options.program, "simulate", "--patients", options.patients, "--seed", seed, "--out", folder,
                   "--threads", options.threads, "--json")
        summary.write_text(text)
    results = folder / "results" / "results.json"
    if not results.exists():
        run(options.program, "evaluate", folder / "cohort.csv", "--models", options.models, "--repeats", options.repeats,
            "--seed", seed, "--threads", options.threads, "--out", folder / "results",
            *(["--pretrained", options.pretrained] if options.pretrained else []))
    return json.loads(summary.read_text()), json.loads(results.read_text())


def key(row):
    return row["name"], row["features"], row["pretraining"]


def spread(values):
    values = [v for v in values if v is not None]
    if not values:
        return "-"
    return f"{statistics.mean(values):.3f} ± {statistics.stdev(values) if len(values) > 1 else 0:.3f}"


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    cohorts = [one_cohort(options, seed) for seed in range(1, options.cohorts + 1)]
    print(f"{options.cohorts} cohorts of {options.patients}: attainable AUC {spread([c['attainable_auc'] for c, _ in cohorts])}, "
          f"that of the true probability against what happened {spread([c['realised_auc'] for c, _ in cohorts])}\n")
    rows, better = {}, {}
    for _, results in cohorts:
        for row in results["models"]:
            rows.setdefault(key(row), []).append(row)
        for c in results["comparisons"]:
            if c["question"] in ("model against the best simple rule", "model against the best rule") and c["p_holm"] is not None:
                won = c["difference"] > 0 and c["p_holm"] < 0.05
                better[key(c["first"])] = better.get(key(c["first"]), 0) + won
    print("| model | features | AUC | sensitivity | specificity | Brier | calibration slope (median) | above the best rule |")
    print("|---|---|---|---|---|---|---|---|")
    for name, found in rows.items():
        slopes = [r["calibration_slope"]["pooled"] for r in found if r["calibration_slope"]["pooled"] is not None]
        is_model = found[0]["kind"] == "model"
        inputs = name[1] + ("" if name[2] == "none" else f", pre-trained ({name[2]})")
        print("|", name[0], "|", inputs, "|", spread([r["auc"]["mean"] for r in found]), "|",
              spread([r["sensitivity"]["pooled"] for r in found]), "|", spread([r["specificity"]["pooled"] for r in found]), "|",
              spread([r["brier"]["pooled"] for r in found]) if is_model else "-", "|",
              f"{statistics.median(slopes):.2f}" if slopes else "-", "|",
              f"{better.get(name, 0)} of {len(found)}" if is_model else "-", "|")


if __name__ == "__main__":
    main()
