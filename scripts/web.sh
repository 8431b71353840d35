#!/usr/bin/env bash
# The page: builds it from web/src, compares the committed web/dist with the fresh build byte for byte, runs its unit tests and
# its browser tests with the real program. Where Node, the registry or Chromium are not there, it says what was left out.
# Usage: scripts/web.sh [build|unit|browser]   (default: all)
set -euo pipefail
cd "$(dirname "$0")/.."
step="${1:-all}"

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "web: skipped, no Node here; the program holds the committed web/dist"
  exit 0
fi
if [ ! -d web/node_modules ] && ! (cd web && npm ci --ignore-scripts --no-progress --loglevel=error --fetch-retries=1 --fetch-timeout=30000); then
  echo "web: skipped, the packages of web/package-lock.json cannot be had here"
  exit 0
fi

if grep -q '"resolved"' web/package-lock.json; then
  echo "web: web/package-lock.json names a registry; run npm with omit-lockfile-registry-resolved=true (web/.npmrc)" >&2
  exit 1
fi

if [ "$step" = all ] || [ "$step" = build ]; then
  kept="$(mktemp -d)"
  trap 'rm -rf "$kept"' EXIT
  git archive HEAD web/dist | tar -x -C "$kept"
  (cd web && npm run --silent build)
  if ! diff -r "$kept/web/dist" web/dist; then
    echo "web: the committed web/dist is not what web/src builds; commit the fresh one" >&2
    exit 1
  fi
  echo "web: web/dist is what web/src builds"
fi

if [ "$step" = all ] || [ "$step" = unit ]; then
  (cd web && npm run --silent test)
fi

if [ "$step" = all ] || [ "$step" = browser ]; then
  program="${SYNCHRONY:-build/release/bin/synchrony}"
  chromium="${CHROMIUM:-/usr/bin/chromium}"
  if [ ! -x "$program" ] || [ ! -x "$chromium" ]; then
    echo "web: browser tests skipped, $([ -x "$program" ] && echo "no Chromium at $chromium" || echo "no program at $program")"
    exit 0
  fi
  # A browser on a busy machine may be late once; the test that fails twice is wrong. Only the files of such tests run
  # once more, and another test that is late there for the first time is none.
  once="$(mktemp)"
  twice="$(mktemp)"
  trap 'rm -rf "${kept:-}" "$once" "$twice"' EXIT
  late=()
  for file in tests/browser/*.test.mjs; do
    node --test "$file" >"$twice" && code=0 || code=$?
    cat "$twice"
    [ "$code" -eq 0 ] || { late+=("$file"); grep -h '^not ok' "$twice" >>"$once" || echo "not ok $file" >>"$once"; }
  done
  wrong=0
  for file in ${late[@]+"${late[@]}"}; do
    echo "web: once more: $file"
    node --test "$file" >"$twice" && continue
    cat "$twice"
    if ! grep -q '^not ok' "$twice" || grep -h '^not ok' "$twice" | grep -Fxf "$once"; then wrong=1; fi
  done
  [ ! -s "$once" ] || { echo "web: failed once:"; cat "$once"; }
  exit "$wrong"
fi
