#!/usr/bin/env bash
# The main job, with nothing to download: a virtual cohort of 71 CRT patients is simulated, each of its 12-lead ECGs is
# measured, and rules, classical models and networks pre-trained on MIT-BIH beats (models/) are compared by patient.
# Where LUDB and MIT-BIH are at hand, the same is shown on real recordings. Leaves out/demo/report.html.
# About 11 minutes on 2 cores, a first build included; 5 when the program is built.
set -euo pipefail
cd "$(dirname "$0")"
# Waiting OpenMP threads sleep instead of spinning: on a busy machine spinning makes training several times slower.
export OMP_WAIT_POLICY=passive
out=out/demo
weights=models/mitbih-resnet18.safetensors

scripts/install-deps.sh
if [[ ! -f build/release/build.ninja ]]; then
    log=$(mktemp)
    cmake --preset release >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    rm -f "$log"
fi
cmake --build --preset release --target synchrony synchrony_torch -- --quiet
synchrony="build/release/bin/synchrony"

step() { printf '\n== %s\n' "$*"; }
mkdir -p "$out"

step "1. 71 virtual patients: simulated, no persons. What is found on them is no finding about people"
"$synchrony" simulate --patients 71 --seed 1 --out "$out/virtual"

step "2. The ECG of one of them, on paper and as median beats: $out/ecg.pdf, $out/median-beats.pdf"
"$synchrony" plot "$out/virtual/ecg/VP00004.hea" --out "$out/ecg.pdf"
"$synchrony" plot "$out/virtual/ecg/VP00004.hea" --median --out "$out/median-beats.pdf"
"$synchrony" measure "$out/virtual/ecg/VP00004.hea" --clinical "$out/virtual/cohort.csv"

step "3. Who responds? Rules, classical models and networks on the virtual cohort, by patient"
"$synchrony" evaluate "$out/virtual/cohort.csv" --pretrained "$weights" --out "$out" --models usual,scratch,fine-tuned --epochs 6 \
    --title "Response to CRT in 71 simulated patients"

# Real recordings, where they are.
if ! { mitdb=$("$synchrony" data where mitdb) && ludb=$("$synchrony" data where ludb); } 2>/dev/null; then
    step "Done: open $out/report.html (simulated patients)"
    echo "For the same on real recordings: synchrony data get mitdb; synchrony data get ludb; then run this again."
    exit 0
fi

step "4. Real recordings: beats of the MIT-BIH Arrhythmia Database, found and scored as ANSI/AAMI EC57 asks"
mapfile -t records < <(sed "s|^|$mitdb/|" "$mitdb/RECORDS")
"$synchrony" detect "${records[@]}" --out "$out/beats"
"$synchrony" score beats --ref atr --test qrs --test-dir "$out/beats" "${records[@]}" | tail -n 8

step "5. Real recordings: left ventricular hypertrophy in 100 patients of LUDB, the same comparison"
"$synchrony" cohort import ludb "$ludb" --task lvh --out "$out/ludb-lvh.csv"
"$synchrony" evaluate "$out/ludb-lvh.csv" --pretrained "$weights" --out "$out/ludb" --models usual,scratch,fine-tuned --epochs 6 \
    --title "Left ventricular hypertrophy from the 12-lead ECG (LUDB)" --positive-name LVH --negative-name "no LVH"

step "Done: open $out/report.html (simulated patients) and $out/ludb/report.html (real ones)"
