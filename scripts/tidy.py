#!/usr/bin/env python3
"""clang-tidy over libs/, each file once for each state of it and of all that it includes.

tidy.py BUILD_FOLDER [--jobs N] [--cache FOLDER] [FILE ...]

A file that came out clean is remembered by a hash of its text, of every header of ours that it reaches, of .clang-tidy,
of its compiler options and of clang-tidy's version; it is then skipped. Findings are printed and make the exit code 1.
"""
import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-14"
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def options_of(command):
    """The compiler's options that matter to clang-tidy, without names of outputs."""
    words = shlex.split(command)
    return [w for w in words if w.startswith(("-D", "-I", "-std", "-f", "-m", "-W"))]


def include_folders(options):
    return [pathlib.Path(o[2:]) for o in options if o.startswith("-I") and o[2:].startswith(str(ROOT))]


def reached(source, folders, texts):
    """The file and every header of ours that it includes, directly or not."""
    found, waiting = {source}, [source]
    while waiting:
        file = waiting.pop()
        if file not in texts:
            texts[file] = file.read_bytes()
        for name in INCLUDE.findall(texts[file]):
            for folder in [file.parent, *folders]:
                header = folder / name.decode()
                if header.is_file() and header.resolve() not in found:
                    found.add(header.resolve())
                    waiting.append(header.resolve())
                    break
    return sorted(found)


def key_of(source, options, texts, common):
    digest = hashlib.sha256(common)
    digest.update("\n".join(options).encode())
    for file in reached(source, include_folders(options), texts):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + texts[file] + b"\0")
    return digest.hexdigest()


def check(source, build):
    begin = time.monotonic()
    done = subprocess.run([TIDY, "-p", str(build), "--quiet", str(source)], capture_output=True, text=True)
    return done.returncode, done.stdout + (done.stderr if done.returncode else ""), time.monotonic() - begin


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=pathlib.Path, help="holds compile_commands.json")
    arguments.add_argument("files", nargs="*", help="only files whose path has one of these in it")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--cache", type=pathlib.Path, default=ROOT / "build" / "tidy-cache")
    given = arguments.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)

    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    texts, waiting, known = {}, {}, 0
    for entry in json.loads((given.build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if ROOT / "libs" not in source.parents or (given.files and not any(f in str(source) for f in given.files)):
            continue
        key = key_of(source, options_of(entry["command"]), texts, common)
        if (given.cache / key).exists():
            known += 1
        else:
            waiting[source] = key

    bad, seconds = 0, []
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        jobs = {pool.submit(check, source, given.build): source for source in waiting}
        for job in concurrent.futures.as_completed(jobs):
            code, text, took = job.result()
            seconds.append((took, str(jobs[job].relative_to(ROOT))))
            if code == 0:
                (given.cache / waiting[jobs[job]]).touch()
            else:
                bad += 1
                print(text)
    for took, name in sorted(seconds, reverse=True)[:10]:
        print(f"{took:6.1f} s  {name}")
    print(f"{len(waiting)} files read, {known} known to be clean, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
