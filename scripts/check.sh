#!/usr/bin/env bash
# The rules of the house, checked by the machine. Each step prints one line; its log is build/check/STEP.log.
#   scripts/check.sh             format, docs and web, and one turn of eight, commit by commit: `sanitize` of a quarter of
#                                its rooms (four turns), `threads`, `fuzz` of half of the fuzzers, or (two turns)
#                                `machines`, `bench` and half of the units of `alone` and `tidy`
#   scripts/check.sh tidy fuzz   those, whole
# FUZZ_SECONDS (60) and JOBS (number of processors) may be set.
set -uo pipefail
cd "$(dirname "$0")/.."
logs=$PWD/build/check
mkdir -p "$logs"
jobs=${JOBS:-$(nproc)}
part=${CHECK_PART:-0/1} # of the units that clang's tools read
export FUZZ_PART=${FUZZ_PART:-0/1}
export OMP_WAIT_POLICY=passive CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# Rooms that read files of strangers; those of numbers, and the server, which answers strangers on threads; in quarters
# that take about equally long.
sanitize_turns=("core record io" "cohort tables features" "model stats ml" "eval server")
sanitized=(${SANITIZED:-${sanitize_turns[@]}})
# Rooms with loops on several threads.
threaded=(core stats eval inputs server)

# What the sanitized tests leave out: whole databases, and tests that only do more of what others do.
databases='*Database*:*RealData*'
long_under_sanitizers='Pdf.HostileFilesEndSoon:Figures.calibration_finds_the_slope_that_was_put_in:Ludb.age_and_sex_alone_are_measured_for_each_task'

note() { echo "$*" >"$logs/note"; }

# Programs of a build folder, as many at once as there are processors, without the tests named (a GoogleTest pattern).
run_all() {
    local folder=$1 without=$2
    shift 2
    printf '%s\n' "$@" | xargs -P "$jobs" -I{} sh -c "$folder/bin/{} --gtest_brief=1 '--gtest_filter=-$without' >$logs/{}.out 2>&1 || { cat $logs/{}.out; exit 1; }"
}

step_format() {
    git ls-files '*.cpp' '*.hpp' | xargs -P "$jobs" -n 40 clang-format-14 --dry-run -Werror
    note "$(git ls-files '*.cpp' '*.hpp' | wc -l) files"
}

step_docs() {
    cmake --preset release
    cmake --build --preset release --target docs
}

# The page is what its sources build, and works in a browser: where Node and Chromium are, else it says what was left out.
step_web() {
    scripts/web.sh
    note "$(grep -c '^ok ' "$logs/web.log") browser tests; $(grep '^web:' "$logs/web.log" | tail -1)"
}

# In the release build's own folder, so that only what release leaves out is compiled: benches, and the fuzzers with
# their plain main; without optimization, since nothing is timed.
step_bench() {
    cmake --preset bench -DSYNCHRONY_COMPILE_ONLY=ON
    cmake --build --preset bench
    ctest --test-dir build/release -R '^fuzz/' --output-on-failure
    cmake --preset release -DSYNCHRONY_COMPILE_ONLY=OFF
}

# The rooms' sources as they are built, several together (the networks' module is left out: clang 14 cannot compile it).
step_tidy() {
    cmake --preset tidy
    scripts/tidy.py build/tidy --part "$part" --jobs "$jobs"
    note "part $part: $(tail -1 "$logs/tidy.log")"
}

# Every source by itself, without precompiled headers and with warnings as errors: what includes too little fails here.
step_alone() {
    cmake --preset tidy
    scripts/tidy.py build/tidy --alone --part "$part" --jobs "$jobs"
    note "part $part: $(tail -1 "$logs/alone.log")"
}

step_sanitize() {
    cmake --preset asan
    cmake --build --preset asan --target "${sanitized[@]/#/test_}"
    # A short trace for each allocation: unwinding thirty frames takes longer than the tests.
    ASAN_OPTIONS=malloc_context_size=5 LSAN_OPTIONS="suppressions=$PWD/scripts/lsan.supp print_suppressions=0" run_all build/asan "$databases:$long_under_sanitizers" "${sanitized[@]/#/test_}"
    note "address and undefined behaviour: ${sanitized[*]}"
}

# From the seeds and from what earlier runs found (build/fuzz-corpus), by random numbers that the commit begins, so that
# a clean clone of it finds what another did. An input may take long on a machine that others use.
step_fuzz() {
    local part=${FUZZ_PART%/*} of=${FUZZ_PART#*/} names=() targets=() number=0
    for seeds in fuzz/*/seeds; do
        ((number++ % of == part)) || continue
        names+=("$(basename "$(dirname "$seeds")")")
        targets+=("fuzz_${names[-1]}")
    done
    cmake --preset fuzz
    cmake --build --preset fuzz --target "${targets[@]}"
    SEED=$(git rev-list --count HEAD 2>/dev/null || echo 1)
    export SEED
    printf '%s\n' "${names[@]}" | TIMEOUT=300 xargs -P $((2 * jobs)) -I{} scripts/fuzz.sh {} "${FUZZ_SECONDS:-60}"
    note "${#names[@]} fuzzers, ${FUZZ_SECONDS:-60} s each: ${names[*]}"
}

# Training by two and four processes on two "machines", network namespaces; where they may be made, else it says so.
step_machines() {
    if ! ip netns add synchrony-may 2>/dev/null; then
        note "left out: no network namespaces here"
        return
    fi
    ip netns del synchrony-may
    scripts/two-machines.sh 2
    scripts/two-machines.sh 4
    note "2 and 4 processes, one killed: the weights of one process"
}

step_threads() {
    cmake --preset tsan
    cmake --build --preset tsan --target "${threaded[@]/#/test_}"
    TSAN_OPTIONS="suppressions=$PWD/scripts/tsan.supp halt_on_error=1" run_all build/tsan "$databases:$long_under_sanitizers" "${threaded[@]/#/test_}"
    note "data races: ${threaded[*]}"
}

run_step() {
    local name=$1 begin=$SECONDS code=0
    rm -f "$logs/note"
    # A process of its own: inside `||` bash would go on after a command that fails, whatever set -e says.
    bash scripts/check.sh --step "$name" >"$logs/$name.log" 2>&1 || code=$?
    printf 'check: %-9s %-6s %4d s  %s\n' "$name" "$([[ $code -eq 0 ]] && echo ok || echo FAILED)" \
        $((SECONDS - begin)) "$(cat "$logs/note" 2>/dev/null)"
    [[ $code -eq 0 ]] && return 0
    # What failed, wherever in the log it stands (Node's tests, GoogleTest's, compilers'), then how it ended.
    grep -n -A15 -E '^not ok|\[  FAILED  \]|error:|ERROR: |Assertion|^web: ' "$logs/$name.log" | head -80
    tail -40 "$logs/$name.log"
    return 1
}

if [[ "${1:-}" == "--step" ]]; then
    set -e
    "step_$2"
    exit 0
fi
scripts/install-deps.sh --check || exit 1
steps=("$@")
if [[ $# -eq 0 ]]; then
    # All of it takes longer than building and testing together.
    commits=$(git rev-list --count HEAD 2>/dev/null || echo 0)
    export CHECK_PART=$((commits % 2))/2 FUZZ_PART=$((commits / 8 % 2))/2
    steps=(format docs web)
    case $((commits % 8)) in
        [0-3]) steps+=(sanitize); export SANITIZED=${sanitize_turns[commits % 8]} ;;
        4) steps+=(threads) ;;
        5) steps+=(fuzz) ;;
        *) steps+=(machines bench alone tidy) ;;
    esac
fi
failed=()
for name in "${steps[@]}"; do
    run_step "$name" || failed+=("$name")
done
[[ ${#failed[@]} -eq 0 ]] && exit 0
echo "check: failed: ${failed[*]}; logs in build/check" >&2
exit 1
