#!/usr/bin/env python3
"""scripts/robustness/at_once.py: every long command twice at once, the second begun at a random moment of the first:
into one folder, or into two with one cache and one image set between them.

Each must end with 0, or with 1 and a word; at least one with 0; what lies in the output is, byte by byte, what a run
alone writes; no temporary file is left. Where one was refused, the same line again must be right. Prints a table; exit
code 1 where anything differs.

    scripts/robustness/at_once.py --pairs 20 --seed 1 --patients 24 --size 20 --threads 1
"""
import shutil
import subprocess
import sys
import time

import common


def beside(bench, words):
    """The same line into another folder; --images stays, which both make and read."""
    out = str(bench.out)
    return [w if before == "--images" else w.replace(out, str(bench.work / "out2"), 1)
            for before, w in zip(["", *words], words)]


def begun(bench, words):
    return subprocess.Popen(bench.line(*words), env=bench.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def pair(bench, first, second, after):
    """Exit codes and last words of two runs at once."""
    a = begun(bench, first)
    time.sleep(after)
    b = begun(bench, second)
    said = [p.communicate()[1].decode(errors="replace").strip() for p in (a, b)]
    return [a.returncode, b.returncode], said


def alone(bench, words, folder):
    """What the line writes below the folder when nothing runs beside it; files hold their line, so each has its own."""
    bench.must(*words)
    return common.results_below(folder)


def faults(bench, words, expected, codes, said):
    """What is wrong after two runs; the line is run again where one was refused. `expected`: [folder] -> bytes."""
    wrong = [f"exit {c}: {s[-200:]!r}" for c, s in zip(codes, said) if c not in (0, 1) or (c == 1 and not s)]
    if 0 not in codes:
        wrong.append(f"none ended well: {said[0][-200:]!r}, {said[1][-200:]!r}")
    if codes != [0, 0] and len(expected) == 1:
        done = bench.run(*words)
        if done.returncode != 0:
            wrong.append(f"again: exit {done.returncode} {done.stderr.decode(errors='replace')[-200:]}")
    if len(expected) == 2 and codes != [0, 0]:
        wrong.append(f"refused though the folders differ: {max(said, key=len)[-200:]!r}")
    for folder, files in expected.items():
        differ = common.differences(files, common.results_below(folder))
        if differ:
            wrong.append(f"{folder.name} differs: {differ[:4]}")
    left = bench.temporary_files()
    return wrong + ([f"left {left[:3]}"] if left else [])


def main():
    bench, chance = common.at_random(__doc__.splitlines()[0], "--pairs", 20, "of each command and way")
    options = bench.options
    print(f"seed {options.seed}, {options.threads} threads\n")
    print(f"{'command':18} {'into':>12} {'pairs':>6} {'both ended':>11} {'one refused':>12} {'right':>6}")
    failed = []
    for name, words in bench.lines().items():
        first, _, took = bench.unbroken(words)
        other = bench.work / "out2"
        for way in ("one folder", "two folders"):
            if way == "one folder":
                second, expected = words, {bench.out: first}
            else:
                second = beside(bench, words)
                expected = {bench.out: first, other: alone(bench, second, other)}
            right = both = 0
            for number in range(options.trials):
                bench.fresh()
                shutil.rmtree(other, ignore_errors=True)
                after = chance.uniform(0.0, took)
                codes, said = pair(bench, words, second, after)
                both += codes == [0, 0]
                wrong = faults(bench, words, expected, codes, said)
                right += not wrong
                failed += [f"{name}, {way}, pair {number} after {after:.3f} s: {fault}" for fault in wrong]
            print(f"{name:18} {way:>12} {options.trials:6} {both:11} {options.trials - both:12} {right:6}", flush=True)
    return common.verdict(failed)


if __name__ == "__main__":
    sys.exit(main())
