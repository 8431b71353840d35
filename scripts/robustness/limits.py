#!/usr/bin/env python3
"""scripts/robustness/limits.py: every long command with no room: files that may not grow, a small and a read-only
file system, a quota (btrfs in a file; all three need root, else left out and said), few file handles, 512 MiB of
address space, 48 MiB for a control group (version 1).

It must end by itself with a word; what lies in the output is whole (as an unbroken run writes it) or absent. Only the
control group's limit may kill it, as the system does that: then the same line without it must write the right bytes.
"""
import subprocess
import sys
from pathlib import Path

import common

SMALL_KIB = 96    # of the small file system and the quota
GROUP_MIB = 48    # of the control group
BTRFS_MIB = 512
GROUPS = Path("/sys/fs/cgroup/memory")


def done_well(*words):
    try:
        return subprocess.run([str(w) for w in words], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


class Quota:
    """Folders that may hold so much: beyond it the system says EDQUOT, to root too."""

    def __init__(self, bench):
        self.image, self.top, self.made = bench.work / "quota.img", bench.work / "quota", 0
        self.top.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(BTRFS_MIB << 20)
        self.mounted = done_well("mkfs.btrfs", "-q", self.image) and done_well("mount", "-o", "loop", self.image, self.top)
        self.there = self.mounted and done_well("btrfs", "quota", "enable", self.top)

    def mount(self, folder):
        self.made += 1
        part = self.top / str(self.made)
        return (self.there and done_well("btrfs", "subvolume", "create", part) and
                done_well("btrfs", "qgroup", "limit", f"{SMALL_KIB}K", part) and
                done_well("mount", "--bind", part, folder))

    def close(self):
        if self.mounted:
            subprocess.run(["umount", str(self.top)], check=True)


class Group:
    """A control group with little memory, below the one that this script runs in."""

    def __init__(self):
        own = [line.split(":", 2)[2] for line in Path("/proc/self/cgroup").read_text().splitlines() if ":memory:" in line]
        self.folder = GROUPS / own[0].lstrip("/") / "synchrony-limits" if own else None
        self.there = False
        if self.folder:
            try:
                self.folder.mkdir(exist_ok=True)
                (self.folder / "memory.limit_in_bytes").write_text(str(GROUP_MIB << 20))
                self.there = True
            except OSError:
                pass

    def close(self):
        if self.there:
            self.folder.rmdir()


def enter(bench, how, quota, group):
    """What the shell does before the command and whether the output folder is mounted; nothing where it cannot be had."""
    out = bench.out
    mounts = {"tmpfs": lambda: done_well("mount", "-t", "tmpfs", "-o", f"size={SMALL_KIB}k", "tmpfs", out),
              "ro": lambda: done_well("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", out),
              "quota": lambda: quota.mount(out)}
    if how in mounts:
        return ("true", True) if mounts[how]() else None
    if how == "group":
        return (f"echo $$ > '{group.folder}/tasks'", False) if group.there else None
    return how, False


def tried(bench, words, expected, how, quota, group):
    """The cell of a command and a limit, and what was wrong."""
    bench.fresh()
    bench.out.mkdir()
    entered = enter(bench, how, quota, group)
    if not entered:
        return "not tried", None
    first, mounted = entered
    line = " ".join(f"'{w}'" for w in bench.line(*words))
    done = subprocess.run(["bash", "-c", f"{first}; exec {line}"], env=bench.environment, capture_output=True)
    said = done.stderr.decode(errors="replace").strip()
    got = bench.results()
    torn = [k for k in got if k in expected and got[k] != expected[k] and not k.endswith(".part")]
    left = bench.temporary_files()
    if mounted:
        subprocess.run(["umount", str(bench.out)], check=True)
    if how == "group" and done.returncode == -9:
        again = bench.run(*words)
        right = again.returncode == 0 and bench.results() == expected and not bench.temporary_files()
        return ("killed, again ok" if right else "WRONG -9"), None if right else f"again: {again.returncode}"
    right = done.returncode >= 0 and not left and (done.returncode == 0) == (got == expected)
    right = right and (done.returncode == 0 or (said and not torn))
    fault = None if right else f"exit {done.returncode}, torn {torn[:3]}, left {left[:3]}, said {said[-300:]!r}"
    return f"{'ok' if right else 'WRONG'} {done.returncode}", fault


def main():
    parser = common.arguments(__doc__.splitlines()[0])
    parser.add_argument("--limits", nargs="*", default=[], help="names of limits, such as quota")
    options = parser.parse_args()
    bench = common.Bench(options)
    limits = {"file of 4 KiB": "ulimit -f 4", "file of 64 KiB": "ulimit -f 64", "8 handles": "ulimit -n 8",
              "16 handles": "ulimit -n 16", "512 MiB": f"ulimit -v {512 * 1024}", "small disk": "tmpfs",
              "read-only": "ro", "quota": "quota", "group": "group"}
    if options.limits:
        limits = {k: v for k, v in limits.items() if k in options.limits}
    quota, group = Quota(bench), Group()
    print(f"{'command':18} " + " ".join(f"{name:>16}" for name in limits))
    failed = []
    for name, words in bench.lines().items():
        expected = bench.unbroken(words)[0]
        cells = []
        for limit, how in limits.items():
            cell, fault = tried(bench, words, expected, how, quota, group)
            cells.append(cell)
            if fault:
                failed.append(f"{name}, {limit}: {fault}")
        print(f"{name:18} " + " ".join(f"{cell:>16}" for cell in cells), flush=True)
    quota.close()
    group.close()
    return common.verdict(failed, most=None)


if __name__ == "__main__":
    sys.exit(main())
