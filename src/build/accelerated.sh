#!/usr/bin/env bash
#
# Runs a command in the environment of a training run: accelerated.sh COMMAND [ARGUMENT...]

set -euo pipefail
# shellcheck source=submit/lib/acceleration.sh
. "$(dirname "$0")/../../submit/lib/acceleration.sh"
exec env "${acceleration_env[@]}" "$@"
