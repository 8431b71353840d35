#!/usr/bin/env python3
"""scripts/robustness/limits.py: every long command with no room: files that may not grow, a small and a read-only
file system (needs root, else left out and said), few file handles, 512 MiB of address space.

It must end by itself with a word; what lies in the output is whole (as an unbroken run writes it) or absent.
"""
import subprocess
import sys

import common
import kills

SMALL_KIB = 96  # of the small file system


def mount(bench, *options):
    return subprocess.run(["mount", *options, str(bench.out)], capture_output=True).returncode == 0


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    options = parser.parse_args()
    bench = common.Bench(options)
    limits = {"file of 4 KiB": "ulimit -f 4", "file of 64 KiB": "ulimit -f 64", "8 handles": "ulimit -n 8",
              "16 handles": "ulimit -n 16", "512 MiB": f"ulimit -v {512 * 1024}", "small disk": "tmpfs",
              "read-only": "ro"}
    print(f"{'command':18} " + " ".join(f"{name:>15}" for name in limits))
    failed = []
    for name, words in bench.lines().items():
        expected = kills.unbroken(bench, words)[0]
        cells = []
        for limit, how in limits.items():
            bench.fresh()
            bench.out.mkdir()
            mounted = False
            if how in ("tmpfs", "ro"):
                mounted = mount(bench, "-t", "tmpfs", "-o", f"size={SMALL_KIB}k" if how == "tmpfs" else "ro", "tmpfs")
                if not mounted:
                    cells.append("not tried")
                    continue
                how = "true"
            line = " ".join(f"'{w}'" for w in bench.line(*words))
            done = subprocess.run(["bash", "-c", f"{how}; exec {line}"], env=bench.environment, capture_output=True)
            said = done.stderr.decode(errors="replace").strip()
            got = kills.results(bench)
            torn = [k for k in got if k in expected and got[k] != expected[k] and not k.endswith(".part")]
            left = bench.temporary_files()
            if mounted:
                subprocess.run(["umount", str(bench.out)], check=True)
            right = done.returncode >= 0 and not left and (done.returncode == 0) == (got == expected)
            right = right and (done.returncode == 0 or (said and not torn))
            cells.append(f"{'ok' if right else 'WRONG'} {done.returncode}")
            if not right:
                failed.append(f"{name}, {limit}: exit {done.returncode}, torn {torn[:3]}, left {left[:3]}, "
                              f"said {said[-300:]!r}")
        print(f"{name:18} " + " ".join(f"{cell:>15}" for cell in cells), flush=True)
    for line in failed:
        print(line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
