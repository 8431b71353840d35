#!/usr/bin/env bash
# Installs what is missing, builds the release preset and runs every test; the last lines are CTest's count.
set -euo pipefail
cd "$(dirname "$0")"
# Waiting OpenMP threads sleep instead of spinning: on a busy machine spinning makes training several times slower.
export OMP_WAIT_POLICY=passive
scripts/install-deps.sh
cmake --preset release >build-configure.log 2>&1 || { cat build-configure.log >&2; exit 1; }
rm -f build-configure.log
cmake --build --preset release
ctest --preset release "$@"
