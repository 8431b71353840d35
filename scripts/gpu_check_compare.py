#!/usr/bin/env python3
"""scripts/gpu_check_compare.py ONE OTHER KEYS TOLERANCE NAME: are numbers of two files alike, for scripts/gpu-check.sh.

Of JSON those whose dotted path, of CSV those whose column matches KEYS; of safetensors all 32-bit weights. Exit 1 where
one differs by more than TOLERANCE, is not a number in one alone, or where there is none to compare.
"""
import csv
import json
import re
import struct
import sys
from array import array


def leaves(value, path=""):
    """(dotted path, number) of a JSON document."""
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        yield path, float(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{index}")


def numbers(path, keys):
    """Numbers of a file, in its order."""
    wanted = re.compile(keys)
    if path.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            return [number for name, number in leaves(json.load(file)) if wanted.search(name)]
    if path.endswith(".csv"):
        with open(path, encoding="utf-8", newline="") as file:
            found = [cell for row in csv.DictReader(file) for name, cell in row.items() if name and wanted.search(name)]
        return [float(cell) for cell in found if re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", cell or "")]
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(size))
        body = file.read()
    found = array("f")
    for name in sorted(header):
        if name != "__metadata__" and header[name]["dtype"] == "F32":
            begin, end = header[name]["data_offsets"]
            found.frombytes(body[begin:end])
    return list(found)


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    one_path, other_path, keys, tolerance, name = sys.argv[1:]
    one, other = numbers(one_path, keys), numbers(other_path, keys)
    if not one or len(one) != len(other):
        sys.exit(f"{name}: {len(one)} and {len(other)} numbers to compare")
    largest = max(abs(a - b) for a, b in zip(one, other))
    alike = largest <= float(tolerance)
    print(f"{'ok' if alike else 'differs'}  {name}: {len(one)} numbers, largest difference {largest:.2g}, allowed {tolerance}")
    sys.exit(not alike)


if __name__ == "__main__":
    main()
