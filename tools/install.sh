#!/bin/sh
# Make a virtual environment from a lock file, and install this project in it.
#
#   tools/install.sh new VENV LOCK     a fresh environment at VENV
#   tools/install.sh more VENV LOCK    add to the one that is there
#
# PYTHON names the interpreter; without it the first Python 3.11 or later on PATH is taken.
set -eu

mode=$1 venv=$2 lock=$3

fail() {
    printf 'musnad: %s\n' "$1" >&2
    exit 1
}

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

choose() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null 2>&1 || fail "PYTHON=$PYTHON: no such program"
        recent "$PYTHON" || fail "PYTHON=$PYTHON is $("$PYTHON" --version 2>&1 | head -n 1); Python 3.11 or later is needed"
        return
    fi
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if recent "$PYTHON"; then
            return
        fi
    done
    fail "no Python 3.11 or later on PATH; install one, or name it: make PYTHON=/path/to/python3.11"
}

if [ "$mode" = new ]; then
    choose
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$PYTHON has no venv module; on Debian and Ubuntu: apt install python3-venv"
    "$PYTHON" -m venv --clear "$venv"
fi

# The environment's own pip asks for nothing beyond the lock: every file is checked against its hash.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e ./musnad-models
