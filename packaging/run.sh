#!/usr/bin/env bash
# Sets up and builds what is missing or out of date, then is the program:
#
#   packaging/run.sh [--cpu | --cuda] [argument of tessera ...]
#
# Without arguments the studio opens. --cuda or --cpu picks the build, else there is a GPU or not.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

kind=
case ${1-} in --cpu | --cuda) kind=${1#--} && shift ;; esac
kind=${kind:-$(kind_of_this_machine)}
preset=release
[[ $kind == cpu ]] || preset=cuda

set_up "$kind" build
build "$preset" tessera
exec "$root/build/$preset/app/tessera" "$@"
