#!/usr/bin/env bash
# scripts/fuzz.sh NAME SECONDS: one fuzzer of the preset `asan`, from its seeds and what earlier runs found. Inputs that
# crash it are kept as build/check/crash-NAME-*: each becomes a test.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$1
corpus=build/fuzz-corpus/$name
mkdir -p "$corpus" build/check
log=build/check/fuzz-$name.log
build/asan/bin/fuzz_"$name" -max_total_time="$2" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/check/crash-$name-" "$corpus" "fuzz/$name/seeds" >"$log" 2>&1 || { tail -60 "$log"; exit 1; }
echo "$name: $(grep -o 'number_of_executed_units: *[0-9]*' "$log" | grep -o '[0-9]*$') runs"
