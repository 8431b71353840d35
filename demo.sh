#!/usr/bin/env bash
# The main job, with nothing to download: a virtual cohort of 71 CRT patients is simulated, its 12-lead ECGs are drawn and
# measured, rules, classical models and a network pre-trained on MIT-BIH beats are compared by patient, and one model is
# fitted and asked about one patient. Leaves out/demo; open out/demo/report.html. At most 4 minutes on 2 cores, once built.
#   ./demo.sh --all   also trains networks (from scratch and fine-tuned), and shows the same on real recordings where
#                     MIT-BIH and LUDB are at hand: about half an hour
set -euo pipefail
cd "$(dirname "$0")"
all=no
case "${1:-}" in
    "") ;;
    --all) all=yes ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
# Waiting OpenMP threads sleep instead of spinning: on a busy machine spinning makes training several times slower.
export OMP_WAIT_POLICY=passive
source scripts/build.sh
out=out/demo
patient="$out/virtual/ecg/VP00004"
synchrony=build/release/bin/synchrony
steps=6
[[ $all == no ]] || steps=9
number=0

# The clinical values of a cohort's first patient, as options of predict.
values_of() {
    awk -F, 'NR == 1 { split($0, name, ",") }
        NR == 2 { for (i = 1; i <= NF; ++i)
            if (name[i] ~ /^(lvesv_ml|lvedv_ml|lvef_pct|age_y|sex|height_cm|weight_kg|nyha|ischemic|ckd|diabetes|hypertension)$/)
                print "--set\n" name[i] "=" $i }' "$1"
}
step() { printf '\n== %d of %d (%s): %s\n' $((++number)) "$steps" "$1" "$2"; }

scripts/install-deps.sh
configure_release
build_release synchrony synchrony_torch
mkdir -p "$out"
started=$SECONDS

step "5 s" "71 virtual patients are simulated; they are no persons, and what is found on them is no finding about people"
"$synchrony" simulate --patients 71 --seed 1 --out "$out/virtual"

step "1 s" "the ECG of one of them, on paper and as median beats, and measured"
"$synchrony" plot "$patient.hea" --out "$out/ecg.pdf"
"$synchrony" plot "$patient.hea" --median --out "$out/median-beats.pdf"
"$synchrony" measure "$patient.hea" --clinical "$out/virtual/cohort.csv"

step "2 min" "who responds? Rules, classical models and the pre-trained network's features, compared by patient"
"$synchrony" evaluate "$out/virtual/cohort.csv" --pretrained mitbih-resnet18 --out "$out" \
    --title "Response to CRT in 71 simulated patients"

step "10 s" "one model is fitted to all 71 and kept, with its cross-validated figures"
"$synchrony" train "$out/virtual/cohort.csv" --model fused --out "$out/predictor.safetensors"

step "1 s" "what it says of a new patient, $out/prediction.html"
"$synchrony" simulate --patients 1 --seed 2 --out "$out/new-patient" --quiet >/dev/null
mapfile -t values < <(values_of "$out/new-patient/cohort.csv")
"$synchrony" predict "$out/predictor.safetensors" "$out/new-patient/ecg/VP00001.hea" "${values[@]}" --page "$out/prediction.html"

step "1 s" "the same ECG as a hospital would send it: as DICOM, HL7 aECG and GE MUSE, without identity, read and predicted alike"
for format in dicom aecg muse; do
    rm -rf "$out/$format"
    "$synchrony" convert "$out/new-patient/ecg/VP00001.hea" --out "$out/$format" --to "$format"
    "$synchrony" predict "$out/predictor.safetensors" "$out/$format"/* "${values[@]}" | sed -n 1,12p
done

if [[ $all == yes ]]; then
    networks=(--models "usual,scratch,fine-tuned" --epochs 6)
    step "10 min" "networks are trained too, from scratch and fine-tuned"
    "$synchrony" evaluate "$out/virtual/cohort.csv" --pretrained mitbih-resnet18 --out "$out/networks" "${networks[@]}" \
        --title "Response to CRT in 71 simulated patients, networks trained too"

    # Real recordings, where they are.
    if mitdb=$("$synchrony" data where mitdb 2>/dev/null) && ludb=$("$synchrony" data where ludb 2>/dev/null); then
        step "5 s" "real recordings: beats of the MIT-BIH Arrhythmia Database, found and scored as ANSI/AAMI EC57 asks"
        mapfile -t records < <(sed "s|^|$mitdb/|" "$mitdb/RECORDS")
        "$synchrony" detect "${records[@]}" --out "$out/beats"
        "$synchrony" score beats --ref atr --test qrs --test-dir "$out/beats" "${records[@]}" | tail -n 8

        step "15 min" "real recordings: left ventricular hypertrophy in 100 patients of LUDB, the same comparison"
        "$synchrony" cohort import ludb "$ludb" --task lvh --out "$out/ludb-lvh.csv"
        "$synchrony" evaluate "$out/ludb-lvh.csv" --pretrained mitbih-resnet18 --out "$out/ludb" "${networks[@]}" \
            --title "Left ventricular hypertrophy from the 12-lead ECG (LUDB)" --positive-name LVH --negative-name "no LVH"
    else
        echo "The recordings of MIT-BIH and LUDB are not on this computer: $synchrony data get mitdb; $synchrony data get ludb"
    fi
fi

printf '\n== Done in %s. Open\n' "$(clock $((SECONDS - started)))"
echo "  $out/report.html        who responds, model by model (as print: report.pdf)"
echo "  $out/prediction.html    one patient's prediction"
echo "  $out/ecg.pdf, $out/median-beats.pdf"
if [[ $all == yes ]]; then echo "  $out/networks/report.html, $out/ludb/report.html (real recordings, where they were at hand)"; fi
