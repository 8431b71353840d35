#!/usr/bin/env python3
"""scripts/robustness/power_loss.py: what would a loss of power take, the moment a command says that it is done?

Each command runs under strace, and what it did to files is gone through call by call, believing nothing that was not
synced: a file's bytes are safe once fsync of it (or syncfs) came after the last write, its name once fsync of its folder
(or syncfs) came after the rename or the making, a new folder's name the same way. Before the last word to the standard
output, every file and folder that lies in the output must be safe in both ways, and no name may have been given to bytes
that were not (a file that is renamed before it is synced), but for commands that sync the whole file system at the end.

Needs strace. Prints a table; exit code 1 where anything is not safe.
"""
import re
import subprocess
import sys
from pathlib import Path

import common

CALLS = ("open,openat,creat,write,pwrite64,writev,ftruncate,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,"
         "fsync,fdatasync,syncfs,sync,sync_file_range,unlink,unlinkat,rmdir,exit_group")
UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
WHOLE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
DESCRIPTOR = re.compile(r"^(\d+)<([^>]*)>")
QUOTED = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')


def calls(trace):
    """(name, arguments) of calls that did not fail, in the order in which they ended."""
    begun = {}
    for line in trace.read_text(errors="replace").splitlines():
        if match := UNFINISHED.match(line):
            begun[match[1]] = match[2]
            continue
        if match := RESUMED.match(line):
            line = f"{match[1]} {begun.pop(match[1], '')}{match[2]}"
        match = WHOLE.match(line)
        if match and int(match[4]) >= 0:
            yield match[2], match[3]
        elif " exit_group(" in line:
            yield "exit_group", ""


def paths_in(arguments, folder):
    """Paths that a call names, absolute."""
    return [str(Path(where or folder, name)) for where, name in QUOTED.findall(arguments)]


class Disk:
    """What the kernel holds and the disk may not."""

    def __init__(self, below, folder):
        self.below, self.folder = below, folder
        self.dirty, self.unnamed = set(), set()  # bytes and names that are not on the disk
        self.early = []                          # names given to bytes that were not on the disk

    def inside(self, path):
        return path == self.below or path.startswith(self.below + "/")

    def take(self, call, arguments):
        if call in ("write", "pwrite64", "writev", "ftruncate"):
            if (d := DESCRIPTOR.match(arguments)) and self.inside(d[2]):
                self.dirty.add(d[2])
        elif call in ("fsync", "fdatasync"):
            if d := DESCRIPTOR.match(arguments):
                self.dirty.discard(d[2])
                self.unnamed = {p for p in self.unnamed if str(Path(p).parent) != d[2]}
        elif call in ("syncfs", "sync"):
            self.dirty.clear()
            self.unnamed.clear()
        elif call in ("open", "openat", "creat"):
            for path in paths_in(arguments, self.folder):
                if ("O_CREAT" in arguments or call == "creat") and self.inside(path):
                    self.unnamed.add(path)
                    if "O_TRUNC" in arguments:
                        self.dirty.add(path)
        elif call in ("mkdir", "mkdirat"):
            self.unnamed.update(p for p in paths_in(arguments, self.folder) if self.inside(p))
        elif call in ("rename", "renameat", "renameat2", "link", "linkat"):
            self.rename(*paths_in(arguments, self.folder)[:2])
        elif call in ("unlink", "unlinkat", "rmdir"):
            for path in paths_in(arguments, self.folder):
                self.dirty.discard(path)
                self.unnamed.discard(path)

    def rename(self, source, target):
        if not self.inside(target):
            return
        if source in self.dirty:
            self.early.append(target)
            self.dirty.discard(source)
            self.dirty.add(target)
        self.unnamed.discard(source)
        self.unnamed.add(target)


def traced(bench, words, whole_at_end):
    """(files in the output, what was not safe at the last word)."""
    bench.fresh()
    trace = bench.work / "trace"
    line = ["strace", "-f", "-y", "-s", "0", "-o", str(trace), "-e", "trace=" + CALLS, "-e", "signal=none",
            *bench.line(*words)]
    # Names are longer than -s tells for data: strace never shortens paths.
    done = subprocess.run(line, env=bench.environment, capture_output=True, cwd=bench.work)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    disk, last = Disk(str(bench.out), str(bench.work)), None
    for call, arguments in calls(trace):
        if call in ("write", "writev") and arguments.startswith("1<"):
            last = (set(disk.dirty), set(disk.unnamed))
        disk.take(call, arguments)
    dirty, unnamed = last or (disk.dirty, disk.unnamed)
    there = {str(p) for p in bench.out.rglob("*")} | {str(bench.out)}
    wrong = sorted(f"bytes of {p}" for p in dirty & there) + sorted(f"name of {p}" for p in unnamed & there)
    if not whole_at_end:
        wrong += [f"name before bytes: {p}" for p in disk.early if p in there]
    return len(there), wrong


def main():
    options = common.arguments(__doc__.splitlines()[0]).parse_args()
    bench = common.Bench(options)
    print(f"{'command':18} {'files and folders':>18} {'not safe':>9}")
    failed = []
    for name, words in bench.lines().items():
        count, wrong = traced(bench, words, whole_at_end=name in ("simulate", "convert", "convert-dicom"))
        print(f"{name:18} {count:18} {len(wrong):9}", flush=True)
        failed += [f"{name}: {w}" for w in wrong[:10]]
    return common.verdict(failed, most=None)


if __name__ == "__main__":
    sys.exit(main())
