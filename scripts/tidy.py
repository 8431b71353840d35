#!/usr/bin/env python3
"""Reads the sources of libs/ and apps/ with clang's tools, each once for each state of it and of all that it includes.

tidy.py BUILD_FOLDER [--alone] [--part I/N] [--jobs N] [--cache FOLDER] [WORD ...]

Without --alone: clang-tidy over the build's translation units, which are several files of a room together; parsing the
headers is most of its work and is shared so. With --alone: every file is compiled by itself (syntax only, warnings are
errors), so that none leans on what its neighbours include. WORDs choose units by a part of their path;
--part 0/2 and --part 1/2 are two halves of them.

What came out clean is remembered by a hash of its text, of every header of ours that it reaches, of the configuration and
of the tool's version; it is then skipped. Findings are printed and make the exit code 1.
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
ROOTS = (ROOT / "libs", ROOT / "apps")
TIDY, COMPILER = "clang-tidy-14", "clang++-14"
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def options_of(command):
    """The compiler's options that matter, without names of inputs and outputs."""
    words = shlex.split(command)
    kept = []
    for i, word in enumerate(words):
        if word == "-isystem":
            kept += [word, words[i + 1]]
        elif word.startswith(("-D", "-I", "-std", "-f", "-m", "-W")):
            kept.append(word)
    return kept


class Texts:
    """Files of ours and what they include."""

    def __init__(self):
        self.texts = {}

    def includes(self, file):
        if file not in self.texts:
            self.texts[file] = file.read_bytes()
        return [name.decode() for name in INCLUDE.findall(self.texts[file])]

    def reached(self, source, options):
        """The file and every file of ours that it includes, directly or not."""
        folders = [pathlib.Path(o[2:]) for o in options if o.startswith("-I") and o[2:].startswith(str(ROOT))]
        found, waiting = {source}, [source]
        while waiting:
            file = waiting.pop()
            for name in self.includes(file):
                for folder in [file.parent, *folders]:
                    other = folder / name
                    if other.is_file():
                        if other.resolve() not in found:
                            found.add(other.resolve())
                            waiting.append(other.resolve())
                        break
        return sorted(found)

    def key(self, source, options, common):
        digest = hashlib.sha256(common)
        digest.update("\n".join(o.replace(str(ROOT), "") for o in options).encode())
        for file in self.reached(source, options):
            text = self.texts[file].replace(str(ROOT).encode(), b"")
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + text + b"\0")
        return digest.hexdigest()


def units(build, alone, texts):
    """(file, options, folder to run in) of what is to be read."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        unit, options = pathlib.Path(entry["file"]), options_of(entry["command"])
        members = [unit]
        if build in unit.parents:  # made by CMake: files of a room together, or a precompiled header
            members = [pathlib.Path(name) for name in texts.includes(unit)]
        members = [m for m in members if m.suffix == ".cpp" and any(r in m.parents for r in ROOTS)]
        if not members:
            continue
        for file in members if alone else [unit]:
            yield file, options, entry["directory"]


def command_of(file, options, build, alone):
    if alone:
        return [COMPILER, *options, "-Werror", "-fsyntax-only", str(file)]
    return [TIDY, "-p", str(build), "--quiet", str(file)]


def check(command, folder):
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return done.returncode, done.stdout + (done.stderr if done.returncode else ""), time.monotonic() - begin


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=pathlib.Path, help="holds compile_commands.json")
    arguments.add_argument("words", nargs="*")
    arguments.add_argument("--alone", action="store_true")
    arguments.add_argument("--part", default="0/1", help="I/N: every Nth unit, from the Ith (0 is the first)")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--cache", type=pathlib.Path, default=ROOT / "build" / "tidy-cache")
    given = arguments.parse_intermixed_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    build = given.build.resolve()

    tool = COMPILER if given.alone else TIDY
    common = subprocess.run([tool, "--version"], capture_output=True, check=True).stdout
    if not given.alone:
        common += (ROOT / ".clang-tidy").read_bytes()
    texts, waiting, known = Texts(), {}, 0
    part, parts = (int(number) for number in given.part.split("/"))
    for place, (file, options, folder) in enumerate(sorted(units(build, given.alone, texts))):
        if place % parts != part:
            continue
        if given.words and not any(word in str(file) for word in given.words):
            continue
        key = texts.key(file, options, common)
        if (given.cache / key).exists():
            known += 1
        else:
            waiting[key] = (file, command_of(file, options, build, given.alone), folder)

    bad, seconds = 0, []
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        jobs = {pool.submit(check, command, folder): (key, file) for key, (file, command, folder) in waiting.items()}
        for job in concurrent.futures.as_completed(jobs):
            code, text, took = job.result()
            key, file = jobs[job]
            seconds.append((took, str(file.relative_to(ROOT))))
            if code == 0:
                (given.cache / key).touch()
            else:
                bad += 1
                print(text, flush=True)
    for took, name in sorted(seconds, reverse=True)[:10]:
        print(f"{took:6.1f} s  {name}")
    print(f"{len(waiting)} read, {known} known to be clean, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
