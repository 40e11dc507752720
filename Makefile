# `make test` and `make demo` set up .venv themselves; when it is ready they start at once.

PYTHON ?= python3
# One more than there are processors: tests wait for the processes they begin.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(1 + (os.cpu_count() or 1))")
# What is compiled is kept for the next run, whatever is said outside.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
EXTENSION := editors/vscode
NODE := cd $(EXTENSION) && PATH="$(CURDIR)/$(BIN):$$PATH"
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))

# durable_rules is published as source only. Where C cannot be compiled it stays out, and rules chain with
# `inference: builtin`.
HEADER := import os, sysconfig; os.stat(sysconfig.get_path('include') + '/Python.h')
EXTRAS = $(shell command -v cc >/dev/null && $(PYTHON) -c "$(HEADER)" 2>/dev/null && echo all || echo history,kernel,report,sql,spark,xml,store,postgresql,serve,routes,lsp,workbooks)

.PHONY: help test check format demo extension bench clean

help:
	@echo "make test    lint, types, import contracts, all tests"
	@echo "make check   lint, types and import contracts only"
	@echo "make format  rewrite the code in the house format"
	@echo "make demo    the demonstration"
	@echo "make extension  the extension for VS Code, as a .vsix"
	@echo "make bench   the benchmarks"
	@echo "make clean   remove .venv and everything that tools left behind"

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

check: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	for plugin in $(PLUGINS); do (cd $$plugin && $(CURDIR)/$(BIN)/mypy --strict --explicit-package-bases --cache-dir $(CURDIR)/.mypy_cache/plugins .) || exit 1; done
	$(BIN)/lint-imports --no-logo

format: .venv/dev.stamp
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

demo: .venv/run.stamp
	$(BIN)/python -m stce_rules.demo

extension: $(EXTENSION)/node_modules/.package-lock.json
	$(NODE) npm run --silent package

bench: .venv/run.stamp
	$(PIP) install --group bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(EXTENSION)/dist $(EXTENSION)/node_modules $(EXTENSION)/*.vsix
	rm -rf .venv dist build .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find . -type d '(' -name __pycache__ -o -name .mypy_cache ')' -prune -exec rm -rf {} +

.venv/run.stamp: pyproject.toml hatch_build.py $(PLUGINS:%=%/pyproject.toml)
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=...')"
	$(if $(filter all,$(EXTRAS)),,@echo "no C compiler or no Python.h: durable_rules is left out, inference is builtin")
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --upgrade "pip>=25.1"
	$(PIP) install --editable ".[$(EXTRAS)]" $(PLUGINS:%=--editable ./%)
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	$(PIP) install --group dev
	@touch $@

$(EXTENSION)/node_modules/.package-lock.json: $(EXTENSION)/package-lock.json .venv/dev.stamp
	$(NODE) npm ci
	@touch $@
