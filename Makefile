# Development commands. `make` lists them; each one first makes .venv, once. Needs Python 3.11+ and make, nothing else.
# Written for GNU make 3.81 (macOS) and a POSIX shell; paths are relative, so that the tree may lie anywhere.

VENV ?= .venv
LOCK ?= requirements/dev.txt
# Arguments for the tool behind a target: make test ARGS="-k retry -x"
ARGS ?=
PY := $(VENV)/bin/python

# Bound to the tree's place: an environment copied or moved with its tree still imports the old tree, so it doesn't count.
STAMP := $(VENV)/.ready-$(shell pwd -P | cksum | cut -d ' ' -f 1)
# Nor does one whose Python is gone (a dangling link after a system upgrade).
ifneq ($(shell test -x $(PY) && echo yes),yes)
.PHONY: $(STAMP)
endif

# What would make Python or pip act on another place than .venv, drop assertions, or compile all anew in each process.
unexport PYTHONHOME PYTHONPATH PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
unexport PIP_CONSTRAINT PIP_PREFIX PIP_PYTHON PIP_REQUIRE_VIRTUALENV PIP_ROOT PIP_TARGET PIP_USER
# The pyright that the lock pins, from its wheel; no look for a newer one.
unexport PYRIGHT_PYTHON_FORCE_VERSION PYRIGHT_PYTHON_PYLANCE_VERSION PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# $(call step,name,command,what to do where it fails): what the command prints is shown only then.
define step
@printf '%s\n' '→ $(1)'
@said=$$($(2) 2>&1) || { printf '%s\n' "$$said" 'error: $(1) failed: $(3)' >&2; exit 1; }
endef

# Run side by side, the longest first.
CHECKS := $(addprefix check-,pyright types generated layers lint format workflows)

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help setup demo test generate docs-check diff check build release docs bench lock clean

help: ## list these targets
	@if [ -t 1 ] && [ -z "$$NO_COLOR" ]; then on=$$(printf '\033[1;36m') off=$$(printf '\033[0m'); fi; \
	printf 'Targets (each makes .venv first, once):\n\n'; \
	awk -F ':.*## ' -v on="$$on" -v off="$$off" \
		'/^[a-z-]+:.*## / { printf "  %smake %-11s%s %s\n", on, $$1, off, $$2 }' Makefile; \
	printf '\nARGS="…" goes to the tool behind a target: make test ARGS="-k retry -x"\n'

setup: $(STAMP) ## make .venv with the project, its extras and the locked tools
	@echo '$(VENV) is ready: $(PY)'

demo: $(STAMP) ## generate, then make all five calls against the sandbox
	@$(PY) -m toolchain generate
	@$(PY) examples/demo.py

test: $(STAMP) ## run the tests (LONG=1: soaks, mutations and properties at length)
	@$(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

generate: $(STAMP) ## description + overlays → generated/
	@$(PY) -m toolchain generate $(ARGS)

docs-check: $(STAMP) ## hold the description to captured pages (PAGES=folder, or "a.txt b.txt")
	@$(PY) -m toolchain docs-check --pages "$$PAGES" $(ARGS)

diff: $(STAMP) ## what a change of the description means for callers (BASE=, HEAD=)
	@$(PY) -m toolchain diff "$(BASE)" "$(HEAD)" $(ARGS)

check: $(STAMP) ## formatting, lint, types, layers, and that regeneration leaves no difference
	@$(MAKE) --no-print-directory --jobs=4 $(CHECKS)

.PHONY: $(CHECKS)
check-format:
	$(call step,ruff format,$(PY) -m ruff format --check --quiet .,write it with $(PY) -m ruff format .)
check-lint:
	$(call step,ruff check,$(PY) -m ruff check --quiet --output-format concise .,see the lines above; $(PY) -m ruff check --fix . mends some)
check-workflows:
	$(call step,zizmor,$(VENV)/bin/zizmor --offline --no-progress --quiet .github,see the lines above)
check-types:
	$(call step,mypy,$(PY) -m mypy --no-error-summary,see the lines above)
check-layers:
	$(call step,lint-imports,$(VENV)/bin/lint-imports --no-cache,see the lines above; the layers are in pyproject.toml)
check-pyright:
	$(call step,pyright,$(PY) -m pyright --pythonpath $(PY),see the lines above)
check-generated:
	$(call step,generate --check,$(PY) -m toolchain generate --check,run make generate and commit what it changes)

build: $(STAMP) ## wheel and sdist into dist/, each tried in a clean environment
	@rm -rf build
	$(call step,build,$(PY) -m build --no-isolation --outdir build/dist .,see the lines above)
	$(call step,smoke test,$(PY) -m toolchain.release.smoke build/dist,see the lines above)
	@rm -rf dist && mv build/dist dist && ls -1 dist/*

release: $(STAMP) ## whether VERSION=… can be released, and what to do next
	@$(PY) -m toolchain release "$$VERSION" $(ARGS)

docs: ## the documentation as a site in build/site (ARGS=--serve: show it)
	@$(MAKE) --no-print-directory VENV=.venv-docs LOCK=requirements/docs.txt site

.PHONY: site
site: $(STAMP)
	@$(PY) -m toolchain site $(ARGS)

bench: ## measure against the peers (ARGS=--quick: half a minute)
	@$(MAKE) --no-print-directory VENV=.venv-bench LOCK=requirements/bench.txt measure

.PHONY: measure
measure: $(STAMP)
	@$(PY) -m bench $(ARGS)

lock: $(STAMP) ## renew requirements/*.txt from pyproject.toml (ARGS=--upgrade: newer versions)
	$(call step,uv,$(PY) -m pip install --quiet --require-hashes -r requirements/lock.txt,see the lines above)
	@sh requirements/compile.sh $(PY) $(ARGS)

clean: ## remove .venv, caches and build output
	@rm -rf .venv* build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .generating-*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Which Python: $(PYTHON) if given and nothing else, or the first fit one.
$(STAMP): $(LOCK) pyproject.toml src/leadconnector/__init__.py
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			exec "$$python" -I toolchain/bootstrap.py --venv $(VENV) --lock $(LOCK) --stamp $(STAMP); \
		fi; \
	done; \
	echo 'error: no Python 3.11 or later as $(or $(PYTHON),python3): install one, or say where: make PYTHON=/path/to/python3.11' >&2; \
	exit 1
