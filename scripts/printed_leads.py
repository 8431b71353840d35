#!/usr/bin/env python3
"""Ours beside what devices measured lead by lead: mean and SD of the differences, and how many amplitudes lie within
0.025 mV or 5 % of the device's (IEC 60601-2-25).

    synchrony measure FILE... --by-lead --compare-printed --csv | scripts/printed_leads.py
"""
import csv
import statistics
import sys

FIELDS = ["p_positive_mv", "p_negative_mv", "q_mv", "r_mv", "s_mv", "r2_mv", "s2_mv", "st_j_mv", "st_j80_mv",
          "t_positive_mv", "t_negative_mv", "q_ms", "r_ms", "s_ms"]


def main():
    rows = list(csv.DictReader(sys.stdin))
    files = sorted({row["file"] for row in rows})
    print(f"{len(files)} files, {sum(1 for row in rows if not row['error'])} leads")
    print("| | n | ours - printed, mean | SD | most | alike | only ours (most) | only printed (most) |")
    print("|---|---|---|---|---|---|---|---|")
    for field in FIELDS:
        both, ours_only, printed_only = [], [], []
        for row in rows:
            ours, printed = row.get(field), row.get("printed_" + field)
            if ours and printed:
                both.append((float(ours), float(printed)))
            elif ours and any(row["printed_" + f] for f in FIELDS):
                ours_only.append(float(ours))
            elif printed:
                printed_only.append(float(printed))
        if not both:
            continue
        volts = field.endswith("_mv")
        unit, scale = ("uV", 1000) if volts else ("ms", 1)
        away = [scale * (a - b) for a, b in both]
        alike = sum(abs(a - b) <= max(0.025, 0.05 * abs(b)) for a, b in both) if volts else None
        most = lambda values: f"{len(values)}" + (f" ({scale * max(map(abs, values)):.0f})" if values else "")
        print(f"| {field[:-3]}, {unit} | {len(both)} | {statistics.mean(away):+.1f} | {statistics.pstdev(away):.1f} | "
              f"{max(map(abs, away)):.0f} | {'' if alike is None else f'{alike} of {len(both)}'} | {most(ours_only)} | "
              f"{most(printed_only)} |")


if __name__ == "__main__":
    main()
