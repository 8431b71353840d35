#!/bin/sh
# STFT beside SciPy in the same run: bench/stft/run.sh [BUILD_FOLDER], by default build/release. With METHODS=1 the
# table of methods (FFT, matrix product, running sums) comes first.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/release}
program=$build/bin/bench_stft
[ -x "$program" ] || { echo "no $program; build the target bench_stft first" >&2; exit 1; }
segments=$(mktemp)
trap 'rm -f "$segments"' EXIT
[ -z "${METHODS:-}" ] || "$program"
"$program" --segments "$segments"
/usr/bin/python3 "$here/peer.py" "$segments"
