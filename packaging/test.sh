#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs every test:
#
#   packaging/test.sh [--cpu | --cuda] [--sanitize address|thread] [option of ctest ...]
#
# packaging/test.sh -R labels, for example, runs the tests whose names hold "labels".
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

kind=$(kind_of_this_machine) sanitizer=
while (($#)); do
    case $1 in
        --cpu | --cuda) kind=${1#--} && shift ;;
        --sanitize) sanitizer=${2-} && shift $(($# > 1 ? 2 : 1)) && kind=cpu
            [[ $sanitizer == address || $sanitizer == thread ]] ||
                { say "--sanitize takes address or thread" && exit 2; } ;;
        *) break ;;
    esac
done
case $kind-$sanitizer in
    cpu-) preset=release ;;
    cuda-) preset=cuda ;;
    *-address) preset=asan ;;
    *-thread) preset=tsan ;;
esac

set_up "$kind" tests
say "set-up took $SECONDS s"
build "$preset"
say "set-up and build took $SECONDS s"
cd "$root"
exec ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error "$@"
