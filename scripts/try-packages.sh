#!/usr/bin/env bash
# Installs the packages of out/packages in a bare Debian 12 (debootstrap) and runs the program there as a plain user: no
# compiler, no library but what the packages ask for. As root. With MIT-BIH at hand a network is trained for a minute too.
#   scripts/try-packages.sh [FOLDER]   the bare system's folder; kept when named, else made in /tmp and removed
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/build.sh
mirror=${SYNCHRONY_MIRROR:-http://deb.debian.org/debian}
bare=${1:-}
log=$(mktemp)

fail() { echo "try-packages: $*" >&2; exit 1; }
[[ $EUID -eq 0 ]] || fail "must be root, for chroot"
command -v debootstrap >/dev/null || fail "debootstrap is not installed: apt-get install debootstrap"
program=$(ls out/packages/synchrony_*.deb 2>/dev/null) || fail "no packages in out/packages: scripts/make-packages.sh makes them"
networks=$(ls out/packages/synchrony-networks_*.deb 2>/dev/null) || networks=
python=$(ls out/packages/python3-synchrony_*.deb 2>/dev/null) || python=

if [[ -z $bare ]]; then
    bare=$(mktemp -d /tmp/synchrony-bare-debian.XXXXXX)
    chmod 755 "$bare"  # the root of a system in which a plain user runs programs
    trap 'umount "$bare/proc" 2>/dev/null; rm -rf "$bare" "$log"' EXIT
else
    trap 'umount "$bare/proc" 2>/dev/null; rm -f "$log"' EXIT
fi

root_runs() { DEBIAN_FRONTEND=noninteractive chroot "$bare" "$@"; }
user_runs() { echo "\$ $*"; chroot --userspec=1000:1000 "$bare" env HOME=/home/user OMP_WAIT_POLICY=passive sh -c 'cd && exec "$@"' sh "$@"; }
counts_of_nothing() { :; }
watched() { run_watched "$1" "$2" "$log" "${@:3}" || { tail -n 20 "$log" >&2; fail "$1 failed"; }; }

if [[ ! -x $bare/usr/bin/apt-get ]]; then
    watched "bare Debian 12" counts_of_nothing debootstrap --variant=minbase bookworm "$bare" "$mirror"
    root_runs useradd --create-home --uid 1000 user
fi
mountpoint -q "$bare/proc" || mount -t proc proc "$bare/proc"
cp "$program" ${networks:+"$networks"} ${python:+"$python"} "$bare/tmp/"
! root_runs sh -c 'command -v cc || command -v g++ || command -v clang || command -v cmake' || fail "the system is not bare"

watched "apt-get update" counts_of_nothing root_runs apt-get update
watched "installing synchrony" counts_of_apt root_runs apt-get install -y --no-install-recommends "/tmp/${program##*/}"
! root_runs sh -c 'ls /usr/lib/*/libtorch* 2>/dev/null' || fail "the program's package brings libtorch"
user_runs synchrony --version
user_runs synchrony simulate --patients 71 --seed 1 --out cohort
user_runs synchrony measure cohort/ecg/VP00004.hea
user_runs synchrony plot cohort/ecg/VP00004.hea --out ecg.pdf
user_runs synchrony evaluate cohort/cohort.csv --out report
user_runs test -s report/report.html
# Networks answer without libtorch; they are trained with it.
user_runs synchrony evaluate cohort/cohort.csv --pretrained mitbih-resnet18 --models deep-features --out deep
if user_runs synchrony evaluate cohort/cohort.csv --models scratch --out scratch; then
    fail "a network was trained without its package"
fi

if [[ -n $python ]]; then
    watched "installing python3-synchrony" counts_of_apt root_runs apt-get install -y --no-install-recommends "/tmp/${python##*/}"
    user_runs python3 -c 'import synchrony; print(synchrony.measure("cohort/ecg/VP00004.hea")["intervals"]["qrs_ms"], "ms,", synchrony.info("mitbih-resnet18")["labels"])'
fi

if [[ -n $networks ]]; then
    watched "installing synchrony-networks" counts_of_apt root_runs apt-get install -y --no-install-recommends "/tmp/${networks##*/}"
    user_runs synchrony info mitbih-resnet18
    if mitdb=$(build/release/bin/synchrony data where mitdb 2>/dev/null); then
        mkdir -p "$bare/home/user/.cache/synchrony"
        cp -r "$mitdb" "$bare/home/user/.cache/synchrony/mitdb"
        root_runs chown -R user: /home/user/.cache
        user_runs synchrony pretrain --out r18.safetensors --minutes 1 --validation-images 500 --no-test
        user_runs synchrony info r18.safetensors
    else
        echo "MIT-BIH is not on this computer: no network is trained"
    fi
fi
echo "try-packages: all of this ran in a bare Debian 12, without a compiler"
