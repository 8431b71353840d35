#!/usr/bin/env bash
# Loads `synchrony serve` as a busy afternoon would not: 200 uploads in a row, 20 at once, then the sheet at 500 requests
# a second for 60 s (or SECONDS_OF_SHEET), from 28 connections, twice. Prints the figures of docs/results/serve.md; anything but
# success or 429 is an error (exit code 1). Needs wrk and curl (Debian packages).
#   scripts/serve-load.sh RECORDING.hea      a WFDB record of 10 s and 12 leads, .dat beside it
set -euo pipefail
record=${1:?a WFDB header, as ludb/data/1.hea}
signals=${record%.hea}.dat
program=${SYNCHRONY:-$(dirname "$0")/../build/release/bin/synchrony}
seconds=${SECONDS_OF_SHEET:-60}
work=$(mktemp -d)
server=
stop() {
    [[ -n "$server" ]] && kill -INT "$server" 2>/dev/null && wait "$server" || true
    rm -rf "$work"
}
trap stop EXIT

"$program" serve --json >"$work/out" &
server=$!
for _ in $(seq 50); do [[ -s "$work/out" ]] && break; sleep 0.1; done
address=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["address"])' "$work/out")
base=${address%%/\?*}
key=${address#*key=}
auth="Authorization: Bearer $key"

memory() { awk '/^VmRSS/ {print $2 " kB"}' "/proc/$server/status"; }
upload() { curl -s -o "$work/answer.$1" -w '%{http_code} %{time_total}\n' -H "$auth" -F "file=@$record" -F "file=@$signals" "$base/api/v1/recordings"; }
codes() { awk '{print $1}' "$1" | sort | uniq -c | awk '{printf "%s x %s  ", $2, $1}'; }
times() { awk '{print $2 * 1000}' "$1" | sort -n | awk '{t[NR] = $1} END {printf "median %.1f ms, p99 %.1f ms, longest %.1f ms\n", t[int((NR + 1) / 2)], t[int(NR * 0.99 + 0.5)], t[NR]}'; }

echo "memory at the start: $(memory)"
for i in $(seq 200); do upload "$i"; done >"$work/row"
echo "200 uploads in a row: $(codes "$work/row") $(times "$work/row")"
echo "memory after: $(memory)"
seq 200 | xargs -P 20 -I{} curl -s -o /dev/null -w '%{http_code} %{time_total}\n' -H "$auth" -F "file=@$record" -F "file=@$signals" "$base/api/v1/recordings" >"$work/many"
echo "200 uploads, 20 at once: $(codes "$work/many") $(times "$work/many")"
echo "memory after: $(memory)"

for i in $(seq 20); do
    upload "sheet$i" >/dev/null
    id=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["id"])' "$work/answer.sheet$i")
    curl -s -o /dev/null -w '%{http_code} %{time_total}\n' -H "$auth" "$base/api/v1/recordings/$id/sheet.svg"
done >"$work/sheets"
echo "first sheet of 20 recordings: $(codes "$work/sheets") $(times "$work/sheets")"
# wrk sends as fast as it is answered; a script holds it to the rate: 28 connections, each waits 40 ms between requests.
cat >"$work/rate.lua" <<'LUA'
function delay() return 40 end
local counts = {}
function setup(thread) table.insert(counts, thread) end
function init() codes = {} end
function response(status) codes[status] = (codes[status] or 0) + 1 end
function done(summary, latency)
  io.write(string.format("requests %d in %.1f s, p50 %.1f ms, p99 %.1f ms, longest %.1f ms\n", summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
  local e = summary.errors
  io.write(string.format("errors: connect %d, read %d, write %d, status %d, timeout %d\n", e.connect, e.read, e.write, e.status, e.timeout))
  for _, thread in ipairs(counts) do
    for status, count in pairs(thread:get("codes")) do io.write(string.format("status %d x %d\n", status, count)) end
  end
end
LUA
for _ in 1 2; do
    wrk -t 1 -c 28 -d "${seconds}s" -H "$auth" -s "$work/rate.lua" "$base/api/v1/recordings/$id/sheet.svg" >"$work/wrk"
    grep -E '^(requests|errors|status)' "$work/wrk" | tee -a "$work/rates"
    echo "memory after: $(memory)"
done
! awk '{print $1}' "$work/row" "$work/many" | grep -qvE '^(201|429)$'
! grep -E '^status' "$work/rates" | grep -qvE '^status (200|429) '
