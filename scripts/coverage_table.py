#!/usr/bin/env python3
"""coverage_table.py SUMMARY.json: gcovr's summary as a Markdown table by room, and the least covered files."""
import collections
import json
import sys

BAR = 0.85  # rooms below are marked


def main(summary):
    with open(summary) as file:
        files = json.load(file)["files"]
    rooms = collections.defaultdict(lambda: [0, 0])
    for file in files:
        for name in (file["filename"].split("/")[1], "all"):
            rooms[name][0] += file["line_covered"]
            rooms[name][1] += file["line_total"]
    print("| room | lines | reached | % |\n|---|---|---|---|")
    for name, (covered, total) in sorted(rooms.items(), key=lambda item: (item[0] == "all", item[0])):
        share = covered / total if total else 1.0
        print(f"| {name} | {total} | {covered} | {100 * share:.1f}{'' if share >= BAR else ' (below 85)'} |")
    print("\nLeast reached files of 20 lines and more:")
    worst = sorted((f for f in files if f["line_total"] >= 20), key=lambda f: f["line_covered"] / f["line_total"])
    for file in worst[:20]:
        print(f"  {100 * file['line_covered'] / file['line_total']:5.1f} %  {file['filename']}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
