#!/usr/bin/env bash
# Whether two builds of the program measure the same, byte for byte: what a change for speed must leave as it is.
#   scripts/same_measurements.sh BEFORE AFTER RECORDING...      (BEFORE and AFTER are programs)
# Compares `measure --json` of all recordings and the annotations of `detect`, of all leads and of the first.
set -euo pipefail
before=$(realpath "$1") after=$(realpath "$2")
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for which in before after; do
    # A recording that cannot be measured is listed; that list must be the same too.
    "${!which}" measure "$@" --json --quiet >"$folder/$which.json" 2>"$folder/$which.err" || true
    for lead in all first; do
        "${!which}" detect "$@" --lead $lead --out "$folder/$which.$lead" --quiet >/dev/null 2>&1 || true
    done
done
cmp "$folder/before.json" "$folder/after.json"
cmp "$folder/before.err" "$folder/after.err"
for lead in all first; do diff -rq "$folder/before.$lead" "$folder/after.$lead"; done
echo "$# recordings: the same measurements and the same beats"
