#!/usr/bin/env python3
"""One Markdown table from several evaluations: a row a model, a column a cohort.

Run: python3 scripts/auc_table.py out/lvh/results.json out/sex/results.json ... [--figure auc]
Cells: mean over folds and the 95 % interval over patients, of the figure asked for (any of results.json's).
"""
import argparse
import json
import pathlib


def cell(row, figure):
    if row is None:
        return "-"
    value = row[figure]["mean"] if row[figure]["mean"] is not None else row[figure]["pooled"]
    if value is None:
        return "-"
    interval = row[figure]["ci95"]
    return f"{value:.3f}" + (f" ({interval[0]:.2f}-{interval[1]:.2f})" if interval else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="+", type=pathlib.Path)
    parser.add_argument("--figure", default="auc")
    options = parser.parse_args()
    runs = [(path.parent.name, json.loads(path.read_text())) for path in options.results]
    names, columns = [], []
    for _, run in runs:
        column = {}
        for row in run["models"]:
            name = row["name"], row["features"], row["pretraining"]
            column[name] = row
            if name not in names:
                names.append(name)
        columns.append(column)
    print("| model | features |", " | ".join(f"{n} ({r['cohort']['positives']} of {r['cohort']['patients']})" for n, r in runs), "|")
    print("|---|---|" + "---|" * len(runs))
    for name in names:
        inputs = name[1] + ("" if name[2] == "none" else f", pre-trained ({name[2]})")
        print("|", name[0], "|", inputs, "|", " | ".join(cell(c.get(name), options.figure) for c in columns), "|")


if __name__ == "__main__":
    main()
