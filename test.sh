#!/usr/bin/env bash
# Installs what is missing, builds the release preset and runs every test; the last lines are CTest's count.
# Options go to CTest: ./test.sh -R measure
set -euo pipefail
cd "$(dirname "$0")"
# Waiting OpenMP threads sleep instead of spinning: on a busy machine spinning makes training several times slower.
export OMP_WAIT_POLICY=passive
source scripts/build.sh
scripts/install-deps.sh
configure_release
build_release
test_release "$@"
