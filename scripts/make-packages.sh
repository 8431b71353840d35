#!/usr/bin/env bash
# Makes the Debian packages in out/packages: synchrony, synchrony-networks, python3-synchrony,
# synchrony-dev. Tests and benches are not built.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/build.sh
scripts/install-deps.sh
configure_release
mapfile -t rooms < <(sed -nE 's/^([a-z]+):.*/synchrony_\1/p' cmake/rooms.txt)
build_release synchrony synchrony_python synchrony_torch synchrony_manual "${rooms[@]}"
log=build/release/packages.log
run_watched "packing" counts_of_ninja "$log" cpack --preset deb || { tail -n 20 "$log" >&2; exit 1; }
ls -sh out/packages/*.deb
