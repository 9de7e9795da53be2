#!/bin/sh
# Write requirements.lock (to run), requirements-dev.lock (to run and test) and requirements-spark.lock
# (to test on Spark too), with hashes.
#
#   tools/lock.sh UV [--upgrade]       UV is the requirement that names the locking tool, with its version
set -eu

uv=$1
shift

"${PYTHON:-python3}" -m venv build/lock
build/lock/bin/python -m pip install --quiet --disable-pip-version-check "$uv"

compile() {
    output=$1
    shift
    build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'make lock' --group build --output-file "$output" "$@" pyproject.toml
}

compile requirements.lock --extra tagger "$@"
# The second lock is held to the pins of the first: one environment serves both.
compile requirements-dev.lock --extra tagger --extra dev --constraints requirements.lock "$@"
# The third adds Spark, half a gigabyte, to that.
compile requirements-spark.lock --extra tagger --extra dev --extra spark --constraints requirements-dev.lock "$@"
