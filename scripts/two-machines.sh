#!/usr/bin/env bash
# scripts/two-machines.sh [PROCESSES]: trains one small network by processes on two "machines", network namespaces joined by a
# virtual cable, and compares its weights with those of one process with as many threads. Then kills one and goes on.
# As root, by ip of iproute2; with MIT-BIH in SYNCHRONY_DATA or ../shared/data, else virtual patients. PROCESSES: 2 (default) or 4,
# half of them on each machine.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/build/release/bin/synchrony
data=$(realpath -m "${SYNCHRONY_DATA:-../shared/data}/mitdb")
processes=${1:-2}
work=$(mktemp -d)
first=synchrony-a second=synchrony-b
export OMP_WAIT_POLICY=passive WORLD_SIZE=$processes MASTER_ADDR=10.77.0.1 MASTER_PORT=29517

stop() {
    jobs -p | xargs -r kill 2>/dev/null || true
    wait 2>/dev/null || true
    for machine in $first $second; do ip netns del "$machine" 2>/dev/null || true; done
    rm -rf "$work"
}
trap stop EXIT
for machine in $first $second; do ip netns add "$machine"; ip -n "$machine" link set lo up; done
ip link add cable-a netns $first type veth peer name cable-b netns $second
ip -n $first addr add 10.77.0.1/24 dev cable-a
ip -n $second addr add 10.77.0.2/24 dev cable-b
ip -n $first link set cable-a up
ip -n $second link set cable-b up

cd "$work"
beats=(--virtual 60)
if [[ -e $data/SHA256SUMS.txt ]]; then
    mkdir mitdb
    for record in 101 106 119 208 200 100; do
        echo "$record" >>mitdb/RECORDS
        for ending in hea dat atr; do ln -s "$data/$record.$ending" mitdb/; done
    done
    ln -s "$data/SHA256SUMS.txt" mitdb/
    beats=(--data mitdb --leads first)
fi
line=(pretrain "${beats[@]}" --images images.safetensors --width 8 --batch 32 --no-test --validation-images 100 --precision f32
    --full-precision)

# rank RANK OUT [OPTIONS]: that process on its machine; c10d's sockets are bound to the interface of the cable.
rank() {
    local number=$1 out=$2 machine=$first cable=cable-a
    shift 2
    ((number < processes / 2)) || { machine=$second cable=cable-b; }
    exec ip netns exec "$machine" env RANK="$number" GLOO_SOCKET_IFNAME="$cable" "$program" "${line[@]}" --threads 1 --out "$out" "$@" \
        >"rank$number.log" 2>&1
}
together() {
    local out=$1 number
    shift
    for ((number = 1; number < processes; ++number)); do (rank "$number" "unused$number.safetensors" "$@") & done
    (rank 0 "$out" "$@")
}
compare() {
    python3 - "$1" "$2" <<'PYTHON'
import sys
from array import array

def weights(path):
    data = open(path, "rb").read()
    values = array("f")
    values.frombytes(data[8 + int.from_bytes(data[:8], "little"):])
    return values

one, other = weights(sys.argv[1]), weights(sys.argv[2])
assert len(one) == len(other) and len(one) > 1000
largest = max(abs(a - b) for a, b in zip(one, other))
print(f"{len(one)} weights, largest difference {largest:.2g}")
sys.exit(largest > 1e-4)
PYTHON
}

short=(--steps 50 --validations 1) long=(--steps 300 --validations 30)
echo "one process with $processes threads, 50 steps"
env -u WORLD_SIZE "$program" "${line[@]}" "${short[@]}" --threads "$processes" --out one.safetensors >one.log 2>&1 || { cat one.log; exit 1; }
echo "$processes processes on two machines, 50 steps"
together several.safetensors "${short[@]}" || { cat rank*.log; exit 1; }
wait
compare one.safetensors several.safetensors
[[ ! -e unused1.safetensors ]] || { echo "a process that is not the first has written" >&2; exit 1; }

echo "one of them is killed"
(rank 0 again.safetensors --checkpoint state "${long[@]}") &
zero=$!
for ((number = 1; number < processes; ++number)); do (rank "$number" unused.safetensors --checkpoint state "${long[@]}") & last=$!; done
for _ in $(seq 300); do [[ -e state ]] && break; sleep 0.1; done
kill -KILL "$last"
wait "$zero" && { echo "rank 0 did not notice" >&2; exit 1; } || true
tail -n 1 rank0.log
wait || true
echo "all go on from the checkpoint"
together again.safetensors --checkpoint state "${long[@]}" || { cat rank*.log; exit 1; }
wait
grep -h "goes on from step" rank0.log
together unbroken.safetensors "${long[@]}" || { cat rank*.log; exit 1; }
wait
compare unbroken.safetensors again.safetensors
