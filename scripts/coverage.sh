#!/usr/bin/env bash
# Builds the preset `coverage`, runs every test and prints the share of lines and branches of libs/ that they reach, by
# room. Report with the lines themselves: build/coverage/report/index.html. `--no-run` only counts anew.
set -euo pipefail
cd "$(dirname "$0")/.."
export OMP_WAIT_POLICY=passive
if [[ "${1:-}" != "--no-run" ]]; then
    scripts/install-deps.sh --check
    cmake --preset coverage >/dev/null
    cmake --build --preset coverage
    find build/coverage -name '*.gcda' -delete
    # Counted without optimisation, some tests pass their time limits: the lines that they reached count.
    ctest --test-dir build/coverage -j "$(nproc)" | tail -15 || echo "some tests failed: see above"
fi
mkdir -p build/coverage/report
# Lines that only a fault of ours could reach and that throw or abort are counted like all others: no exclusions.
gcovr --root . --filter 'libs/' --exclude-throw-branches --gcov-ignore-parse-errors \
    -j "$(nproc)" --json-summary build/coverage/summary.json --html-details build/coverage/report/index.html build/coverage
python3 scripts/coverage_table.py build/coverage/summary.json
