#!/usr/bin/env python3
"""scripts/robustness/kills.py: kills every long command with SIGKILL at random moments and runs the same line again.

What comes must be, byte by byte, what an unbroken run wrote (but for provenance.date in model files, the time of
writing), with exit code 0 and no temporary file left. Prints a table; exit code 1 where anything differs.

    scripts/robustness/kills.py --kills 50 --seed 1
    scripts/robustness/kills.py --kills 5 --only evaluate train
"""
import signal
import subprocess
import sys

import common


def kill_once(bench, words, after):
    """Whether the program was still at work when it was killed."""
    process = subprocess.Popen(bench.line(*words), env=bench.environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def main():
    bench, chance = common.at_random(__doc__.splitlines()[0], "--kills", 50)
    options = bench.options
    print(f"seed {options.seed}, {options.threads} threads\n")
    print(f"{'command':18} {'unbroken':>9} {'kills':>6} {'at work':>8} {'same bytes':>11} {'left over':>10}")
    failed = []
    for name, words in bench.lines().items():
        expected, _, took = bench.unbroken(words)
        at_work = same = left = 0
        for number in range(options.trials):
            bench.fresh()
            after = chance.uniform(0.0, took)
            at_work += kill_once(bench, words, after)
            done = bench.run(*words)
            wrong = common.differences(expected, bench.results())
            temporary = bench.temporary_files()
            if done.returncode != 0 or wrong:
                failed.append(f"{name}, kill {number} after {after:.3f} s: exit {done.returncode}, differ: {wrong[:5]}"
                              f" {done.stderr.decode(errors='replace')[-300:]}")
            else:
                same += 1
            if temporary:
                left += 1
                failed.append(f"{name}, kill {number} after {after:.3f} s: left {temporary[:3]}")
        print(f"{name:18} {took:7.2f} s {options.trials:6} {at_work:8} {same:11} {left:10}", flush=True)
    return common.verdict(failed)


if __name__ == "__main__":
    sys.exit(main())
