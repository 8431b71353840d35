#!/usr/bin/env python3
"""scripts/robustness/signals.py: SIGINT and SIGTERM at random moments of every long command.

It must end within two seconds, with exit code 130 or 143 and a word on stderr, and leave no temporary file.
"""
import signal
import subprocess
import sys
import time

import common

LONGEST_S = 2.0
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def stop_once(bench, words, number, after):
    """None where it had ended before; else seconds until the end, exit code, stderr."""
    process = subprocess.Popen(bench.line(*words), env=bench.environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    time.sleep(after)
    if process.poll() is not None:
        process.communicate()
        return None
    begin = time.monotonic()
    process.send_signal(number)
    try:
        _, said = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
    return time.monotonic() - begin, process.returncode, said.decode(errors="replace")


def main():
    bench, chance = common.at_random(__doc__.splitlines()[0], "--times", 10)
    options = bench.options
    lines = bench.lines()
    serve = {"serve": ["serve"], "power": ["power", "--rule-auc", "0.7", "--studies", "20000"],
             "measure": ["measure", str(bench.work / "many/ecg"), "--csv"]}
    lines.update({k: v for k, v in serve.items() if not options.only or k in options.only})
    print(f"seed {options.seed}\n\n{'command':18} {'signals':>8} {'at work':>8} {'right':>6} {'slowest':>9}")
    failed = []
    for name, words in lines.items():
        took = 2.0 if name == "serve" else 8.0 if name == "power" else bench.unbroken(words)[2]
        at_work = right = 0
        slowest = 0.0
        for i in range(options.trials):
            bench.fresh()
            number = signal.SIGINT if i % 2 == 0 else signal.SIGTERM
            after = chance.uniform(0.05, max(took, 0.1))
            stopped = stop_once(bench, words, number, after)
            if stopped is None:
                continue
            seconds, code, said = stopped
            if code == -number:
                continue  # while the system was still loading the program
            at_work += 1
            slowest = max(slowest, seconds)
            temporary = bench.temporary_files()
            # 0: the work was done just then.
            ended = code == 0 or (code == CODES[number] and ("stopped" in said or "cancelled" in said))
            if seconds <= LONGEST_S and ended and not temporary:
                right += 1
            else:
                failed.append(f"{name}, signal {int(number)} after {after:.2f} s: {seconds:.2f} s, exit {code}, "
                              f"left {temporary[:3]}, said {said[-200:]!r}")
        print(f"{name:18} {options.trials:8} {at_work:8} {right:6} {slowest:7.2f} s", flush=True)
    return common.verdict(failed)


if __name__ == "__main__":
    sys.exit(main())
