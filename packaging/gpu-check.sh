#!/usr/bin/env bash
# Builds the operators and the networks on LibTorch and CUDA alone (no Qt, no OpenCV) and runs their
# tests, so that any machine with a GPU can check the CUDA side.
#
#   packaging/gpu-check.sh [--cpu] [BUILD_FOLDER]
#
# --cpu leaves CUDA out. LibTorch is the `torch` of python3, or TESSERA_TORCH_DIR: the folder that
# holds torch/. Needs CMake 3.25, a C++20 compiler and, without --cpu, nvcc.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

cuda=ON
if [[ ${1:-} == --cpu ]]; then
    cuda=OFF
    shift
fi
if [[ ${1:-} == -* || $# -gt 1 ]]; then
    echo "usage: gpu-check.sh [--cpu] [BUILD_FOLDER]" >&2
    exit 2
fi
build=${1:-$root/build/gpu-check-${cuda,,}}

if [[ -z ${TESSERA_TORCH_DIR:-} ]]; then
    # Found, not imported: importing it would want libraries that this check does without.
    TESSERA_TORCH_DIR=$(python3 - <<'EOF'
import importlib.util, os
spec = importlib.util.find_spec("torch")
print(os.path.dirname(os.path.dirname(spec.origin)) if spec else "")
EOF
    )
fi
if [[ ! -e $TESSERA_TORCH_DIR/torch/lib/libtorch_cpu.so ]]; then
    echo "gpu-check.sh: no LibTorch: install torch for python3, or set TESSERA_TORCH_DIR" >&2
    exit 1
fi
echo "LibTorch in $TESSERA_TORCH_DIR, CUDA $cuda"
if [[ $cuda == ON ]]; then
    nvidia-smi -L 2>/dev/null || echo "no NVIDIA GPU here: tests that need one will say so and skip"
fi

cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DTESSERA_ENGINE_ONLY=ON \
    -DTESSERA_CUDA=$cuda -DTESSERA_TORCH_DIR="$TESSERA_TORCH_DIR"
cmake --build "$build" --parallel "$(nproc)"
ctest --test-dir "$build" --output-on-failure
# What was skipped is not a failure, but it should be seen.
grep -h '^skipped' "$build/Testing/Temporary/LastTest.log" || true
