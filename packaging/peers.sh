#!/usr/bin/env bash
# Measures the shipped model and full-size LGGAN++ beside PyTorch, ONNX Runtime and OpenVINO, and
# prints one table. The first run sets them up in an environment of their own, some gigabytes:
#
#   packaging/peers.sh [--threads N] [--seconds S] [--only TEXT]
#
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

peers=$root/packaging/peers
environment=$cache/peers-$(sha256sum < "$peers/requirements.txt" | cut -c1-12)

# Whole or not at all: it gets its name when all is in it.
set_up_peers() {
    local fresh=$environment.part log=$cache/peers.log
    [[ ! -e $environment/ready ]] || return 0
    say "setting up the peers in $environment"
    rm -rf "$fresh" "$environment"
    mkdir -p "$cache"
    if ! "$(python_with_pip)" -m venv "$fresh" > "$log" 2>&1 ||
        ! "$fresh/bin/python" -m pip install --no-cache-dir --progress-bar off \
            --disable-pip-version-check -r "$peers/requirements.txt" >> "$log" 2>&1; then
        rm -rf "$fresh"
        die "the peers could not be set up ($log): $(reason_in "$log")"
    fi
    mv "$fresh" "$environment"
    touch "$environment/ready"
}

set_up cpu build
build release tessera
set_up_peers
exec "$environment/bin/python" -B "$peers/peers.py" "$root/build/release/app/tessera" \
    "$root/resources/models/scenes.safetensors" "$@"
