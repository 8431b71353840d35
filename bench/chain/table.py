#!/usr/bin/python3
"""Medians of the JSON lines that run.sh gathered (standard input), and the ratio of the peer to ours."""
import json
import statistics
import sys


def main():
    runs = [json.loads(line) for line in sys.stdin]
    print(f"{'recipe':6} {'program':16} {'runs':>4} {'read':>6} {'detect':>6} {'images':>6} {'CPU s':>7} {'wall s':>7} "
          f"{'beats':>7} {'Se %':>6} {'PPV %':>6} {'x CPU':>6} {'x wall':>6} {'images differ by':>16}")
    for recipe in dict.fromkeys(run["recipe"] for run in runs):
        ours = None
        names = dict.fromkeys((run["program"], run.get("way", "")) for run in runs if run["recipe"] == recipe)
        for program, way in names:
            same = [r for r in runs if (r["recipe"], r["program"], r.get("way", "")) == (recipe, program, way)]
            cpu = {stage: statistics.median(r["seconds_cpu"][stage] for r in same) for stage in same[0]["seconds_cpu"]}
            wall = statistics.median(r["seconds_wall"] for r in same)
            ours = ours or (cpu["total"], wall)
            differ = [f"{r['largest_difference']:.1e}" for r in same if "largest_difference" in r]
            print(f"{recipe:6} {f'{program} {way}':16} {len(same):4} {cpu['read']:6.2f} {cpu['detect']:6.2f} "
                  f"{cpu['images']:6.2f} {cpu['total']:7.2f} {wall:7.2f} {same[0]['beats']:7} "
                  f"{100 * same[0]['sensitivity']:6.2f} {100 * same[0]['positive_predictivity']:6.2f} "
                  f"{cpu['total'] / ours[0]:6.2f} {wall / ours[1]:6.2f} "
                  f"{max(differ, key=float, default='-'):>16}")


if __name__ == "__main__":
    main()
