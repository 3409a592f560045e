#!/bin/sh
# Renew the lock files beside this one from pyproject.toml; run at the root by `make lock`, which has uv installed.
# Pins that still fit are kept; --upgrade renews them all. Hashes are of every file of a release, so that one lock serves
# every system and Python; no index address is written: pip takes its own from the machine's configuration.
set -eu

python=$1
shift

compile() { # output, then what to resolve
	output=requirements/$1.txt
	shift
	"$python" -m uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make lock' \
		"$@" --output-file "$output" || {
		echo "error: $output could not be resolved, as said above; the other files may be out of step: run make lock again" >&2
		exit 1
	}
	echo "  $output"
}

# Everything: what make works with.
compile dev pyproject.toml --group dev --all-extras "$@"
# Subsets of it, at the same versions: what the smoke tests install.
compile build --group build -c requirements/dev.txt
compile runtime pyproject.toml -c requirements/dev.txt
compile sandbox pyproject.toml --extra sandbox --group demo -c requirements/dev.txt
# What `make docs` builds and tests the site with.
compile docs pyproject.toml --group docs -c requirements/dev.txt "$@"
# What `make bench` compares with.
compile bench pyproject.toml --group dev --group bench --all-extras -c requirements/dev.txt "$@"
# What runs this script.
compile lock --group lock "$@"
# The lowest versions that pyproject.toml allows: make test VENV=.venv-lowest LOCK=requirements/lowest.txt
# Always afresh: kept pins would hide that a lower bound was lowered.
compile lowest pyproject.toml --group dev --all-extras --resolution lowest-direct --upgrade
# What of it the wheel needs, as the SBOM that it carries.
"$python" -m toolchain.release.sbom
