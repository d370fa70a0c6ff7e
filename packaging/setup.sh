#!/usr/bin/env bash
# Sets up what Tessera needs and is not here yet: Debian packages, and LibTorch in a folder that
# all builds share. run.sh and test.sh source this file; it also runs by itself:
#
#   packaging/setup.sh [--cpu | --cuda] [--tests]
#
# Without an option the CUDA libraries are fetched where there is an NVIDIA GPU, else the CPU's.
# When everything is in place nothing is fetched and nothing is checked over a network.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tessera
torch_version=2.11.0

say() { printf 'tessera: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# cuda where the kernel's driver has a GPU, else cpu.
kind_of_this_machine() {
    if compgen -G '/proc/driver/nvidia/gpus/*' > /dev/null ||
        { [[ -e /dev/dxg ]] && nvidia-smi -L > /dev/null 2>&1; }; then
        echo cuda
    else
        echo cpu
    fi
}

# The names in debian-packages.txt that are not installed; $1 is "build" or "tests".
missing_packages() {
    local wanted
    wanted=$(awk -v tests="$1" '!/^#/ && NF && ($2 != "test" || tests == "tests") { print $1 }' \
        "$root/packaging/debian-packages.txt")
    # It fails where it has never heard of one of them, and still lists the others.
    # shellcheck disable=SC2086  # one word a package
    { dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' $wanted 2> /dev/null || true; } |
        awk '$2 == "ii" || $2 == "hi" { print $1 }' |
        sort -u | comm -13 - <(sort -u <<< "$wanted") | paste -sd ' '
}

# Why apt-get or pip failed, in a line, and what to do where that is known. Both end with a
# consequence ("no matching distribution"), so that the cause is looked for first.
reason_in() {
    if grep -qi 'no space left' "$1"; then
        echo "the disk is full; free some space and run this again"
    elif grep -qiE 'name resolution|failure resolving|could not connect|unable to connect' "$1" ||
        grep -qiE 'failed to establish|proxyerror|timed out|network is unreachable' "$1"; then
        echo "the server cannot be reached; check the network and its proxy, and run this again"
    else
        grep -E '^(E|ERROR): ' "$1" | tail -1 || tail -1 "$1"
    fi
}

install_packages() {
    local missing log as_root=()
    if ! command -v dpkg-query > /dev/null; then
        # Another distribution: its names differ, CMake will say what it does not find.
        [[ -e $root/build ]] ||
            say "not a Debian system: install the likes of packaging/debian-packages.txt yourself"
        return
    fi
    missing=$(missing_packages "$1")
    [[ -n $missing ]] || return 0
    if ((EUID != 0)); then
        command -v sudo > /dev/null ||
            die "Debian packages are missing and neither root nor sudo is here; as root, run:" \
                "apt-get install $missing"
        as_root=(sudo)
    fi

    say "installing Debian packages: $missing"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! "${as_root[@]}" apt-get -q update > "$log" 2>&1 ||
        ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
            --no-install-recommends -o DPkg::Lock::Timeout=600 install $missing >> "$log" 2>&1; then
        die "Debian packages could not be installed ($log): $(reason_in "$log")"
    fi
    rm -f "$log"
}

# A python3 that has pip; Debian's comes with the packages above.
python_with_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version > /dev/null 2>&1; then
            echo "$python"
            return
        fi
    done
    die "no python3 with pip is here to fetch LibTorch with: install one"
}

# Unpacks the wheels listed in $1 into the folder $2, with pip's words in the file $3, by python $4.
unpack_wheels() {
    local list=$1 into=$2 log=$3 python=$4 arch platforms=() minor
    arch=$(uname -m)
    for minor in {28..17}; do
        platforms+=(--platform "manylinux_2_${minor}_$arch")
    done
    platforms+=(--platform "manylinux2014_$arch")
    # The wheels' C++ side is the same for every Python, so that one version is named for all
    # machines. TMPDIR is on the same disk: moving is renaming, and /tmp may be small.
    TMPDIR=$into/tmp "$python" -m pip install --target "$into/wheels" \
        --no-deps --require-hashes --only-binary=:all: --no-compile --no-cache-dir \
        --disable-pip-version-check --progress-bar off \
        --python-version 3.11 --implementation cp --abi cp311 "${platforms[@]}" \
        -r "$list" > "$log" 2>&1
}

# The wheels leave out the names that a linker looks for.
add_development_names() {
    local lib=$1/nvidia/cu13/lib
    [[ -e $1/nvidia/cu13/bin/nvcc ]] || return 0
    [[ -e $lib/libcudart.so ]] || ln -s libcudart.so.13 "$lib/libcudart.so"
    [[ -e $lib/../lib64 ]] || ln -s lib "$lib/../lib64"
}

# Fetches LibTorch of kind $1 (cpu, cuda), unless the one in place was made from today's list. A
# new one appears whole, by renaming; two set-ups at once wait for one another.
install_libtorch() {
    local kind=$1 list=$root/packaging/libtorch-$1.txt
    local target=$cache/libtorch-$torch_version-$1 stamp python needed free
    stamp=$(sha256sum < "$list")
    [[ $stamp != "$(cat "$target/.stamp" 2> /dev/null)" ]] || return 0

    [[ $(uname -m) == x86_64 || $(uname -m) == aarch64 ]] ||
        die "LibTorch $torch_version is published for x86_64 and aarch64 only, not for $(uname -m)"
    python=$(python_with_pip) || exit 1
    mkdir -p "$cache" 2> /dev/null || true
    [[ -w $cache ]] ||
        die "$cache cannot be written to: change that, or set XDG_CACHE_HOME to another folder"
    (
        flock -n 9 || { say "waiting for another set-up" && flock 9; }
        [[ $stamp != "$(cat "$target/.stamp" 2> /dev/null)" ]] || exit 0

        needed=2500
        [[ $kind == cpu ]] || needed=7500
        free=$(df -Pm "$cache" | awk 'NR == 2 { print $4 }')
        ((free >= needed)) ||
            die "$cache: LibTorch needs $needed MB while it is unpacked and $free MB are free;" \
                "free some space, or set XDG_CACHE_HOME to a folder with more"

        partial=$target.partial log=$target.log
        trap 'rm -rf "$partial"' EXIT
        trap 'exit 130' INT TERM HUP
        rm -rf "$partial"
        mkdir -p "$partial/tmp"
        say "fetching LibTorch $torch_version for $kind into $target"
        unpack_wheels "$list" "$partial" "$log" "$python" ||
            die "LibTorch could not be fetched ($log): $(reason_in "$log")"
        add_development_names "$partial/wheels"
        echo "$stamp" > "$partial/wheels/.stamp"
        rm -f "$log"
        [[ ! -e $target ]] || mv "$target" "$partial/old"
        mv "$partial/wheels" "$target"
    ) 9> "$cache/.lock" || exit 1
}

# set_up cpu|cuda build|tests
set_up() {
    install_packages "$2"
    install_libtorch "$1"
}

# build PRESET [TARGET]: configures where needed and builds; silent when all is up to date. Words
# go to stderr, as stdout belongs to the program.
build() {
    local preset=$1 target=${2:-all} folder=$root/build/$1
    mkdir -p "$folder"
    (
        flock 9
        cd "$root"
        if [[ ! -e $folder/build.ninja ]]; then
            say "configuring $preset"
            cmake --preset "$preset" > "$folder/configure.log" 2>&1 ||
                { cat "$folder/configure.log" >&2 && die "configuring failed"; }
        fi
        if ! ninja -C "$folder" -n "$target" 2> /dev/null | grep -q 'no work to do'; then
            say "building $preset"
            ninja -C "$folder" -j "$(nproc)" "$target" >&2 || die "building failed"
        fi
    ) 9> "$folder/.lock" || exit 1
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    kind=$(kind_of_this_machine) purpose=build
    for argument in "$@"; do
        case $argument in
            --cpu | --cuda) kind=${argument#--} ;;
            --tests) purpose=tests ;;
            *) say "usage: packaging/setup.sh [--cpu | --cuda] [--tests]" && exit 2 ;;
        esac
    done
    set_up "$kind" "$purpose"
fi
