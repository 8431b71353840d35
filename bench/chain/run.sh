#!/bin/sh
# The whole chain record -> beats -> images over MIT-BIH beside NumPy and SciPy, in turn, one thread each:
#     bench/chain/run.sh BUILD_FOLDER [MITDB_FOLDER]
# Ours and the quickest Python three times in turn, medians; then once Python with one scipy.signal.stft call a beat.
# The records are sought in SYNCHRONY_DATA/mitdb, else beside the source in ../shared/data/mitdb.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/release}
data=${SYNCHRONY_DATA:-$here/../../../shared/data}
mitdb=${2:-$data/mitdb}
program=$build/bin/bench_chain
[ -x "$program" ] || { echo "no $program; build the target bench_chain first" >&2; exit 1; }
[ -e "$mitdb/100.dat" ] || { echo "skipped: no MIT-BIH records in $mitdb (SYNCHRONY_DATA or 2nd argument)"; exit 0; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs one program and keeps its line; a failed check of its answers ends the bench.
run() {
    "$@" >"$work/line"
    cat "$work/line" >&2
    cat "$work/line" >>"$work/lines"
}

for recipe in fine paper; do
    for turn in 1 2 3; do
        run "$program" "$mitdb" --recipe $recipe --dump "$work/images"
        run /usr/bin/python3 "$here/peer.py" "$mitdb" --recipe $recipe --dump "$work/images"
    done
    run /usr/bin/python3 "$here/peer.py" "$mitdb" --recipe $recipe --dump "$work/images" --way beats
done
/usr/bin/python3 "$here/table.py" <"$work/lines"
