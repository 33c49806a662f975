#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# step.sh FUNCTION ARGS…: one function of lib/ in a shell of its own (see run_step in common.sh).
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$PLAZA_TOP/deploy/lib/node.sh"
. "$PLAZA_TOP/deploy/lib/build.sh"
"$@"
