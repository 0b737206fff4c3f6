#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a CI job runs: lint.sh TREE BASE [HEAD]
#
# Findings that the commits from BASE to HEAD bring go to the log, and as SARIF to $GUPKIT_SARIF (default
# gupkit.sarif); the exit code is gupkit's: 1 with new findings, 2 where it could not do its work. HEAD has to be
# checked out. GUPKIT names the program (default: the one built beside this script), GUPKIT_FORMAT the format of the log (github on GitHub, else text),
# GUPKIT_ARGS holds more options, such as --baseline FILE.
set -u
if [ $# -lt 2 ]; then
	echo "usage: lint.sh TREE BASE [HEAD]" >&2
	exit 2
fi
tree=$1 range=$2..${3:-HEAD}
here=$(dirname "$(readlink -f "$0")")
gupkit=${GUPKIT:-$here/../build/gupkit}
[ -x "$gupkit" ] || gupkit=$(command -v gupkit) || {
	echo "lint.sh: gupkit: not built (./run build) and not in PATH; set GUPKIT" >&2
	exit 2
}
format=${GUPKIT_FORMAT:-$([ "${GITHUB_ACTIONS:-}" = true ] && echo github || echo text)}
sarif=${GUPKIT_SARIF:-gupkit.sarif}

# A clone of depth 1 has no BASE.
if ! git -C "$tree" cat-file -e "$2^{commit}" 2>/dev/null; then
	git -C "$tree" fetch --quiet --depth=1 origin "$2" || {
		echo "lint.sh: $2: this clone does not have it; fetch it (actions/checkout: fetch-depth: 0)" >&2
		exit 2
	}
	range=$(git -C "$tree" rev-parse FETCH_HEAD)..${3:-HEAD}
fi
# shellcheck disable=SC2086 # options are words
"$gupkit" lint "$tree" --diff "$range" ${GUPKIT_ARGS:-} --format sarif --output "$sarif" || exit 2
# shellcheck disable=SC2086
"$gupkit" lint "$tree" --diff "$range" ${GUPKIT_ARGS:-} --format "$format"
