#!/usr/bin/env python3
"""scripts/last_mile.py PROGRAM OUT [--cohorts K] [--first-seed S] [--preset P] [--frozen] [--epochs E --lr R] MODEL...: does it help response to CRT?

K virtual cohorts of 71 patients of a preset that no network has seen; `synchrony evaluate` compares rules, measurements
and, for each MODEL (a shipped name or a file), its frozen features and the fine-tuned network beside random features
and the network from scratch. Prints mean AUCs and paired differences with 95 % limits over cohorts (Student's t).
What is finished in OUT is kept. Python 3 standard library.
"""
import argparse
import json
from pathlib import Path
from statistics import NormalDist, mean, stdev

from virtual_cohorts import run

SHOWN_RULES = ["QRS duration", "QRS area", "LBBB", "LBBB and QRS >= 150 ms", "Best simple rule"]
COMMON = ["rules", "clinical", "ecg", "fused", "random-features", "scratch"]
BESIDE = ["scratch", "random-features", "Best simple rule", "fused"]
OF_MODEL = ["deep-features", "fused-deep", "fine-tuned"]


def t_quantile(p, degrees):
    """Student's t from the normal quantile (Abramowitz and Stegun 26.7.5), to 1e-3 from 5 degrees of freedom on."""
    z = NormalDist().inv_cdf(p)
    terms = [(z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384]
    return z + sum(term / degrees**(i + 1) for i, term in enumerate(terms))


def with_limits(values):
    half = t_quantile(0.975, len(values) - 1) * stdev(values) / len(values)**0.5
    return mean(values), mean(values) - half, mean(values) + half


def areas(results):
    """AUC (mean over folds) by row; single rules have the choice "rules", the best one, chosen in the training
    parts, has none."""
    found = {}
    for row in json.loads(results.read_text())["models"]:
        is_rule = row["choice"] in ("", "rules")
        if not is_rule or row["name"] in SHOWN_RULES:
            found[row["name"] if is_rule else row["choice"]] = row["auc"]["mean"]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("out", type=Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--cohorts", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=101)
    parser.add_argument("--preset", default="miracle")
    parser.add_argument("--frozen", action="store_true", help="networks learn no further: features of each model alone")
    parser.add_argument("--epochs", type=int, help="passes over the training images, from scratch and further")
    parser.add_argument("--lr", type=float, help="learning rate of both")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    of_model = [name for name in OF_MODEL if not (options.frozen and name == "fine-tuned")]
    rows, attainable = {}, []
    training = [part for name in ("epochs", "lr") if (value := getattr(options, name)) is not None
                for part in (f"--{name}", value)]
    for seed in range(options.first_seed, options.first_seed + options.cohorts):
        cohort = options.out / f"cohort-{seed}"
        if not (cohort / "simulation.json").exists():
            run(options.program, "simulate", "--preset", options.preset, "--patients", 71, "--seed", seed, "--out", cohort)
        attainable.append(json.loads((cohort / "simulation.json").read_text())["attainable_auc"])
        for number, model in enumerate(options.models):
            out = options.out / f"{Path(model).stem}-{seed}"
            if not (out / "results.json").exists():
                names = of_model + (COMMON if number == 0 else [])
                run(options.program, "evaluate", cohort / "cohort.csv", "--pretrained", model, "--models", ",".join(names),
                    "--resamples", 200, "--threads", options.threads, *training, "--out", out)
            for name, auc in areas(out / "results.json").items():
                key = f"{name} ({Path(model).stem})" if name in OF_MODEL else name
                rows.setdefault(key, []).append(auc)
    complete = {name: values for name, values in rows.items() if len(values) == options.cohorts and None not in values}
    print(f"| {options.cohorts} cohorts, preset {options.preset} | AUC | - " + " | - ".join(BESIDE) + " |\n" + "|---" * (2 + len(BESIDE)) + "|")
    print(f"| best attainable | {mean(attainable):.3f} |" + " |" * len(BESIDE))
    for name, values in complete.items():
        cells = [f"{mean(values):.3f}"]
        for other in BESIDE:
            if other == name:
                cells.append("")
                continue
            gain, low, high = with_limits([a - b for a, b in zip(values, complete[other])])
            bold = "**" if low * high > 0 else ""
            cells.append(f"{bold}{gain:+.3f}, {low:.3f} to {high:.3f}{bold}")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
