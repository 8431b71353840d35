#!/usr/bin/env bash
# Installs what building, testing and running Synchrony needs on Debian 12. Quiet when all of it is there.
# As root, or with sudo. `install-deps.sh --check` adds what scripts/check.sh and scripts/coverage.sh need: clang 14 with
# its tools and sanitizers, gcovr, doxygen.
set -euo pipefail
source "$(dirname "$0")/build.sh"

packages=(
    # build
    g++ cmake ninja-build pkg-config ccache ca-certificates
    # libraries
    libtorch-dev libgloo-dev libdnnl-dev libopenblas0-pthread libeigen3-dev libsoxr-dev libkissfft-dev libflac++-dev zlib1g-dev libzip-dev libdcmtk-dev libcairo2-dev libcurl4-openssl-dev libcpp-httplib-dev
    libssl-dev liblinear-dev libsvm-dev libopencv-core-dev libopencv-ml-dev libxgboost-dev libboost-dev libexpected-dev libutfcpp-dev nlohmann-json3-dev libcli11-dev libkainjow-mustache-dev libtomlplusplus-dev
    # tests, benches and their Python peers
    libgtest-dev libgmock-dev libbenchmark-dev libpugixml-dev python3-numpy python3-scipy
    # Python's module and its tests
    pybind11-dev python3-dev python3-pytest
    # judges of exported networks
    libonnx-dev libopencv-dnn-dev
    # other readers of what our writers write (tests/golden)
    dcmtk dicom3tools python3-pydicom libedf-dev
    # text in plots
    fonts-dejavu-core
)
if [[ "${1:-}" == "--check" ]]; then
    packages+=(clang-14 clang-tidy-14 clang-format-14 libclang-rt-14-dev gcovr doxygen)
fi

missing=()
for package in "${packages[@]}"; do
    [[ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" == "install ok installed" ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $EUID -eq 0 ]]; then
    as_root=()
elif command -v sudo >/dev/null; then
    as_root=(sudo)
else
    echo "install-deps: these packages are missing: ${missing[*]}" >&2
    echo "install-deps: run this script as root, or install sudo" >&2
    exit 1
fi

install_missing() {
    "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"
}

echo "install-deps: installing ${#missing[@]} packages and what they need: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! run_watched "install-deps" counts_of_apt "$log" install_missing; then
    tail -20 "$log" >&2
    echo "install-deps: apt-get failed" >&2
    exit 1
fi
