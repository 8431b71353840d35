#!/usr/bin/env bash
# scripts/gpu-check.sh [PROGRAM]: does every command that takes --device give the same on a GPU as on the CPU? On small
# virtual data; a line a check, exit 1 where one fails. Without PROGRAM it builds one in build/gpu, on the libtorch of
# python3's torch where there is one. Without a GPU it says so and runs the CPU twice, which tests this script alone.
# transfer-gain draws from LUDB and score classes reads MIT-BIH (SYNCHRONY_DATA or ../shared/data); where one is missing its
# check is left out, and said.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD data=$(realpath -m "${SYNCHRONY_DATA:-../shared/data}")
export OMP_WAIT_POLICY=passive NVIDIA_TF32_OVERRIDE=0
if (($# > 0)); then
    program=$(realpath "$1")
else
    wheel=$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)' 2>/dev/null || true)
    cmake -S . -B build/gpu -DCMAKE_BUILD_TYPE=Release -DSYNCHRONY_TESTS=OFF ${wheel:+-DCMAKE_PREFIX_PATH="$wheel"} >/dev/null
    cmake --build build/gpu --parallel --target synchrony synchrony_torch
    program=$root/build/gpu/bin/synchrony
fi
device=cuda
if ! command -v nvidia-smi >/dev/null || ! nvidia-smi -L | grep -q GPU; then
    device=cpu
    echo "no GPU here: the CPU is compared with itself, which says nothing of GPUs"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# both COMMAND...: runs it in the folders "cpu" and "gpu", the second with the GPU.
both() {
    local place on
    for place in cpu gpu; do
        on=cpu
        [[ $place == cpu ]] || on=$device
        mkdir -p "$work/$place"
        (cd "$work/$place" && "$program" "$@" --device "$on" --threads 2 --quiet >said 2>errors) ||
            { tail -3 "$work/$place/errors"; return 1; }
    done
}
# check NAME TOLERANCE FILE KEYS COMMAND...: numbers of FILE under KEYS (a pattern) of both differ by no more than that.
check() {
    local name=$1 tolerance=$2 file=$3 keys=$4
    shift 4
    if both "$@" && python3 "$root/scripts/gpu_check_compare.py" "$work/cpu/$file" "$work/gpu/$file" "$keys" "$tolerance" "$name"; then
        return
    fi
    echo "FAILED  $name"
    failed=1
}

"$program" simulate --patients 30 --seed 3 --out "$work/c" --quiet >/dev/null
net=virtual-resnet18-w16
cohort=$work/c/cohort.csv

# Training is a long chain of sums: what it ends in may differ more than what one network answers.
check pretrain 0.1 r.json '^(best_)?validation_accuracy$|history.*train_loss' pretrain --virtual 60 --images images.safetensors \
    --width 8 --batch 32 --steps 40 --validations 2 --precision f32 --no-test --report r.json --out m.safetensors
check evaluate 0.15 results/results.csv '^auc_pooled$|^auc_mean$' evaluate "$cohort" --models deep-features,fine-tuned --pretrained $net \
    --epochs 2 --folds 3 --resamples 100 --out results
check train 0.05 t.safetensors . train "$cohort" --model frozen --pretrained $net --epochs 2 --repeats 1 --folds 3 --members 100 --out t.safetensors
cp "$work/cpu/t.safetensors" "$work/one.safetensors"
check predict 0.001 p.csv '^probability$' predict "$work/one.safetensors" "$cohort" --out p.csv
check reproduce 0.15 re/reproduction.json 'auc|accuracy' reproduce he-2023 --cohort "$cohort" --networks resnet18-1d --epochs 1 --resamples 100 --out re
if [[ -d $data/mitdb ]]; then
    check "score classes" 0.002 a.csv . score classes mitbih-resnet18-w16 --data "$data/mitdb" --predictions a.csv
else
    echo "left out  score classes: no MIT-BIH in $data"
fi
if [[ -d $data/ludb ]]; then
    check transfer-gain 0.15 tg/results.json auc transfer-gain --model $net --draws 1 --network-draws 1 --patients 30 --positives 12 \
        --task sex --folds 3 --epochs 1 --resamples 100 --random-nets 1 --methods finetuned --out tg --data "$data/ludb"
else
    echo "left out  transfer-gain: no LUDB in $data"
fi
exit $failed
