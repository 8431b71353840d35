#!/usr/bin/env bash
# The main job on real recordings: MIT-BIH beats are found and scored, a ResNet-18 is pre-trained on them for a few
# minutes and carried over to a small 12-lead cohort (LUDB), beside plain rules, by patient. Leaves out/demo/report.html.
# About 11 minutes on 2 cores, a first build included; 6 when the program is built. MINUTES=0.5 ./demo.sh trains for half a minute only.
set -euo pipefail
cd "$(dirname "$0")"
# Waiting OpenMP threads sleep instead of spinning: on a busy machine spinning makes training several times slower.
export OMP_WAIT_POLICY=passive
minutes="${MINUTES:-1.5}"
out=out/demo

scripts/install-deps.sh
if [[ ! -f build/release/build.ninja ]]; then
    log=$(mktemp)
    cmake --preset release >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    rm -f "$log"
fi
cmake --build --preset release --target synchrony synchrony_torch -- --quiet
synchrony="build/release/bin/synchrony"

step() { printf '\n== %s\n' "$*"; }

# Without data: the program's own message says how to get them; exit 1.
mitdb=$("$synchrony" data where mitdb) || exit 1
ludb=$("$synchrony" data where ludb) || exit 1
mkdir -p "$out"

step "1. Beats of the MIT-BIH Arrhythmia Database: find, then score as ANSI/AAMI EC57 asks"
mapfile -t records < <(sed "s|^|$mitdb/|" "$mitdb/RECORDS")
"$synchrony" detect "${records[@]}" --out "$out/beats"
"$synchrony" score beats --ref atr --test qrs --test-dir "$out/beats" "${records[@]}" | tail -n 8

step "2. One lead and its spectrogram: $out/spectrogram.png"
"$synchrony" spectrogram "$ludb/data/1" --lead II --out "$out/spectrogram.png"

step "3. Pre-train a ResNet-18 on the beats of MIT-BIH, $minutes min of training, split by patient"
"$synchrony" pretrain --out "$out/mitbih-resnet18.safetensors" --report "$out/pretraining.json" --leads first --minutes "$minutes" \
    --validations 4 --test-images 12000

step "4. A small 12-lead cohort: left ventricular hypertrophy in LUDB"
"$synchrony" cohort import ludb "$ludb" --task lvh --out "$out/ludb-lvh.csv"

step "5. Compare, by patient: rules, classical models, networks from scratch and pre-trained"
"$synchrony" evaluate "$out/ludb-lvh.csv" --pretrained "$out/mitbih-resnet18.safetensors" --out "$out" --epochs 8 \
    --title "Left ventricular hypertrophy from the 12-lead ECG (LUDB)" --positive-name LVH --negative-name "no LVH"

step "Done: open $out/report.html"
