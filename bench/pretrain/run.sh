#!/bin/sh
# Training throughput beside Python PyTorch in one run: bench/pretrain/run.sh [BUILD_FOLDER], by default build/release.
# THREADS (2), BATCH (256) and ROUNDS (3) may be set. The two take turns, and of each the best round counts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/release}
program=$build/bin/bench_pretrain
[ -x "$program" ] || { echo "no $program; build the target bench_pretrain first" >&2; exit 1; }
export OMP_WAIT_POLICY=passive
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for network in resnet18 resnet50; do
  for precision in f32 bf16; do
    for round in $(seq "${ROUNDS:-3}"); do
      echo "ours $("$program" $network $precision "${BATCH:-256}" "${THREADS:-2}")" >> "$lines"
      echo "peer $(/usr/bin/python3 "$here/peer.py" $network $precision "${BATCH:-256}" "${THREADS:-2}")" >> "$lines"
    done
  done
done
/usr/bin/python3 "$here/table.py" < "$lines"
