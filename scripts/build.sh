# Shell functions that demo.sh, test.sh and install-deps.sh share; sourced, not run. They say in one line what is being
# done, how far it is and about how long it will still take: rewritten on a terminal, every half minute elsewhere.
# What the tools print goes to a log, and is shown only where something fails.

quiet_lines_every_s=30 # where stderr is no terminal

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# show_progress LABEL DONE TOTAL ELAPSED: "building: 42 %, 201 of 446, 3:10 gone, about 4:20 left"
progress_text() {
    local label=$1 done=$2 total=$3 elapsed=$4 text
    if ((total == 0)); then
        text="$label: $(clock "$elapsed") gone"
    else
        text="$label: $((100 * done / total)) %, $done of $total, $(clock "$elapsed") gone"
        # A guess from the first few steps would be no guess.
        if ((done * 50 >= total && elapsed >= 5)); then
            text+=", about $(clock $((elapsed * (total - done) / done))) left"
        fi
    fi
    printf '%s' "$text"
}

# run_watched LABEL COUNTS LOG COMMAND...: runs the command with its output in LOG. The function COUNTS prints "done total"
# from the log, or nothing as long as it does not know.
run_watched() {
    local label=$1 counts=$2 log=$3 started=$SECONDS said=$SECONDS status=0 done total text pause=0.2
    shift 3
    "$@" >"$log" 2>&1 &
    local job=$!
    trap 'kill "$job" 2>/dev/null; [[ -t 2 ]] && printf "\r\033[K" >&2; exit 130' INT TERM
    while kill -0 "$job" 2>/dev/null; do
        sleep "$pause"
        ((SECONDS - started < 2)) || pause=1
        if [[ -t 2 ]] || ((SECONDS - said >= quiet_lines_every_s)); then
            done=0 total=0
            read -r done total < <("$counts" "$log") || true
            text=$(progress_text "$label" "${done:-0}" "${total:-0}" $((SECONDS - started)))
            if [[ -t 2 ]]; then printf '\r\033[K%s' "$text" >&2; else printf '%s\n' "$text" >&2; fi
            said=$SECONDS
        fi
    done
    wait "$job" || status=$?
    trap - INT TERM
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
    if ((status == 0)); then printf '%s: done in %s\n' "$label" "$(clock $((SECONDS - started)))" >&2; fi
    return "$status"
}

counts_of_ninja() { tail -c 600 "$1" | grep -oE '\[[0-9]+/[0-9]+\]' | tail -n 1 | tr '[]/' '   '; }
counts_of_ctest() { tail -c 4000 "$1" | grep -oE '^ *[0-9]+/[0-9]+ Test' | tail -n 1 | tr '/' ' ' | cut -d T -f 1; }
# Each package is unpacked and then set up.
counts_of_apt() {
    local new
    new=$(grep -oE '[0-9]+ newly installed' "$1" | head -n 1 | cut -d ' ' -f 1)
    [[ -n "$new" ]] && echo "$(grep -cE '^(Unpacking|Setting up) ' "$1") $((2 * new))"
}

configure_release() {
    local log
    log=$(mktemp)
    cmake --preset release >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    rm -f "$log"
}

# build_release [TARGET...]: everything without targets. The compiler's words are shown only where a step failed.
build_release() {
    local log=build/release/build.log
    local command=(cmake --build --preset release)
    if (($# > 0)); then command+=(--target "$@"); fi
    NINJA_STATUS='[%f/%t] ' run_watched "building ($(nproc) at a time)" counts_of_ninja "$log" "${command[@]}" && return
    sed -n '/^FAILED:/,$p' "$log" | grep -vE '^\[[0-9]+/[0-9]+\] ' | head -n 80 >&2
    grep -q '^FAILED:' "$log" || tail -n 20 "$log" >&2
    echo "the build failed; all that the compiler said: $log" >&2
    return 1
}

# test_release [CTest's options]: what failed with its output, how many were skipped, and last CTest's own count.
test_release() {
    local log=build/release/tests.log status=0 word
    for word in "$@"; do
        case "$word" in # asked for words, so they are shown as they come
            -N | -V | -VV | --verbose | --extra-verbose | --show-only* | --print-labels | --help)
                ctest --preset release "$@"
                return ;;
        esac
    done
    run_watched "testing" counts_of_ctest "$log" ctest --preset release "$@" || status=$?
    # The output of each test that failed, up to the next test's line.
    awk '/^ *(Start +[0-9]+:|[0-9]+\/[0-9]+ Test)/ { shown = /\*\*\*/ && !/\*\*\*(Skipped|Not Run)/ }
         /tests passed,/ { shown = 0 } shown' "$log"
    sed -n '/^The following tests FAILED:/,/^$/p' "$log"
    word=$(grep -c '\*\*\*Skipped' "$log" || true)
    if ((word > 0)); then echo "$word skipped, each with its reason in $log"; fi
    if ! grep -E 'tests passed,|^Total Test time' "$log"; then tail -n 20 "$log"; fi
    return "$status"
}
