#!/usr/bin/env python3
"""Lines "ours JSON" and "peer JSON" on stdin to a table with ratios; exit 1 where a ratio is below 1."""
import json
import sys

best = {}
for line in sys.stdin:
    who, text = line.split(" ", 1)
    row = json.loads(text)
    key = (row["network"], row["precision"])
    old = best.setdefault(key, {}).get(who)
    if old is None or row["train_images_per_s"] > old["train_images_per_s"]:
        best[key][who] = row

print(f"{'network':9} {'in':5} {'ours images/s':>14} {'Python images/s':>16} {'ratio':>6} {'ours GFLOP/s':>13} {'SGEMM here':>11}")
slower = False
for (network, precision), rows in best.items():
    ours, peer = rows["ours"], rows["peer"]
    ratio = ours["train_images_per_s"] / peer["train_images_per_s"]
    slower |= ratio < 1
    print(f"{network:9} {precision:5} {ours['train_images_per_s']:14.0f} {peer['train_images_per_s']:16.0f} {ratio:6.2f} "
          f"{ours['train_gflop_per_s']:13.0f} {ours['sgemm_gflop_per_s']:11.0f}")
sys.exit(slower)
