#!/usr/bin/env bash
# Fuzzers of the preset `fuzz` (address and undefined-behaviour sanitizers), from their seeds and what earlier runs
# found. Inputs that crash one are kept as build/check/crash-NAME-*: each becomes a test.
#   scripts/fuzz.sh NAME SECONDS              one fuzzer, so long
#   scripts/fuzz.sh NAME --processor 1800     one fuzzer, so many seconds of processor time, for a machine that is shared
#   scripts/fuzz.sh NAME --runs 10000000      one fuzzer, so many inputs (hours)
#   scripts/fuzz.sh all --runs 10000000       every fuzzer, as many at once as JOBS says (number of processors)
#   scripts/fuzz.sh all 60
#   scripts/fuzz.sh NAME --minimize           only shrinks the corpus (after --runs it is shrunk too)
# The corpus lies in build/fuzz-corpus/NAME, outside git; CORPUS names another folder for all of them, PROGRAMS another
# folder of fuzzers than build/fuzz/bin, TIMEOUT how many seconds an input may take (20), SEED the first of the random
# numbers (another each time): with an empty corpus the same seed tries the same inputs.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$1
limit=$2
corpora=${CORPUS:-build/fuzz-corpus}
programs=${PROGRAMS:-build/fuzz/bin}

if [[ $name == all ]]; then
    shift
    status=0
    printf '%s\n' fuzz/*/seeds | xargs -n1 dirname | xargs -n1 basename |
        xargs -P "${JOBS:-$(nproc)}" -I{} scripts/fuzz.sh {} "$@" || status=1
    exit $status
fi

corpus=$corpora/$name
mkdir -p "$corpus" build/check
log=build/check/fuzz-$name.log
fuzzer=$programs/fuzz_$name
common=(-timeout="${TIMEOUT:-20}" -seed="${SEED:-0}" -rss_limit_mb=2048 -artifact_prefix="build/check/crash-$name-")

# As few inputs as reach the same code, so that the next run begins at once.
minimize() {
    local small
    small=$(mktemp -d "$corpora/.$name-XXXXXX")
    if "$fuzzer" "${common[@]}" -merge=1 "$small" "$corpus" "fuzz/$name/seeds" >>"$log" 2>&1; then
        rm -rf "$corpus"
        mv "$small" "$corpus"
        chmod 755 "$corpus"
    else
        rm -rf "$small"
    fi
    echo "$name: corpus of $(find "$corpus" -type f | wc -l) inputs, $(du -sk "$corpus" | cut -f1) KiB"
}

# What went wrong and where, which stand far above the end of the log, then the input.
failed() {
    grep -m1 -B2 -A30 -E 'ERROR: |Assertion|runtime error' "$log" || true
    tail -12 "$log"
    echo "$name: failed; the log is $log" >&2
}

# Runs the fuzzer until it has used so many seconds of processor time (user); libFuzzer's own limit is the clock on the wall.
by_processor() {
    local used=0 wanted=$1 status=0
    shift
    "$@" &
    local fuzzer_id=$!
    while sleep 1 && [[ -r /proc/$fuzzer_id/stat ]]; do
        used=$(($(cut -d' ' -f14 "/proc/$fuzzer_id/stat" || echo 0) / $(getconf CLK_TCK)))
        ((used < wanted)) || { kill -INT $fuzzer_id && break; }
    done
    wait $fuzzer_id || status=$?
    echo "used $used s of a processor" >&2
    [[ $status == 72 && $used -ge $wanted ]] # 72: libFuzzer's word for an interrupt, which was ours
}

if [[ $limit == --minimize ]]; then
    : >"$log"
    minimize
    exit 0
fi
until=() run=()
case $limit in
    --runs) until=(-runs="$3") ;;
    --processor) run=(by_processor "$3") common[0]=-timeout=300 ;; # of the clock on the wall, which others take too
    *) until=(-max_total_time="$limit") ;;
esac
"${run[@]}" "$fuzzer" "${common[@]}" "${until[@]}" -print_final_stats=1 "$corpus" "fuzz/$name/seeds" >"$log" 2>&1 ||
    { failed; exit 1; }
echo "$name: $(grep -o 'number_of_executed_units: *[0-9]*' "$log" | grep -o '[0-9]*$') runs"
[[ $limit == --runs ]] && minimize
exit 0
