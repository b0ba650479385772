# make run     everything on this machine, from nothing but Python and pip
# make test    format, lint, types, import contract, all tests
# make bench   ratios against a limit; ONLY=feed runs one of them

.PHONY: run test bench chromium wrk
.DEFAULT_GOAL := run
SHELL := /bin/sh

# Tried in this order; the first that is new enough is taken.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11

# What is installed is named by what it was installed from, so that a start that changes nothing installs nothing.
key = $(shell { cat $(1) pyproject.toml; pwd; } | cksum | tr ' ' '-')
VENV := .venv
READY := $(VENV)/.ready-$(call key,requirements.lock)
READY_TO_TEST := $(VENV)/.ready-to-test-$(call key,requirements-test.lock)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet

run: $(READY)
	@exec $(VENV)/bin/fairs up

test: $(READY_TO_TEST) chromium
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python -m pytest -n logical --maxprocesses 4 --dist loadgroup --ignore tests/benchmarks

bench: $(READY_TO_TEST) wrk
	@exec $(VENV)/bin/python -m tests.benchmarks $(ONLY)

$(READY):
	@$(make_venv)
	@echo "Installing the program's packages (about a minute the first time) ..."
	@$(PIP) --no-deps -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.ready-[0-9]*
	@touch $@

$(READY_TO_TEST): | $(READY)
	@echo "Installing what the tests need ..."
	@$(PIP) --no-deps -r requirements-test.lock
	@rm -f $(VENV)/.ready-to-test-*
	@touch $@

# Debian keeps what venv needs in a package of its own. A .venv that is broken or was moved here is made anew.
define make_venv
if $(VENV)/bin/python -m pip --version 2>/dev/null | grep -qF "$(CURDIR)/$(VENV)/"; then exit 0; fi; \
for python in $(PYTHON) none; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; done; \
if [ $$python = none ]; then echo "Python 3.11 or newer is needed, and there is none here." >&2; exit 1; fi; \
if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
  package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
  if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
    echo "Python's venv is missing: ask an administrator to run apt-get install $$package." >&2; exit 1; fi; \
  echo "Installing $$package ..."; { $(APT_UPDATE) && $(APT_INSTALL) $$package; } >/dev/null || exit 1; fi; \
echo "Making $(VENV) with $$($$python --version) ..."; $$python -m venv --clear $(VENV)
endef

# System packages that only tests and benchmarks use; SUDO is empty for root, and says no at once where a password is asked for.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
APT_UPDATE = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get update -qq
APT_INSTALL = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

# Chromium without a window needs half the time; where there is another one already, that will do.
chromium:
	@for program in chromium-headless-shell chromium chromium-browser google-chrome; do \
	  command -v $$program >/dev/null && exit 0; done; \
	echo "Installing Chromium for the browser tests ..."; { $(APT_UPDATE) && \
	  { $(APT_INSTALL) chromium-headless-shell || $(APT_INSTALL) chromium; } >/dev/null; } || \
	  echo "Chromium is not here and cannot be installed: the browser tests will say so."

wrk:
	@command -v wrk >/dev/null || { echo "Installing wrk ..."; { $(APT_UPDATE) && $(APT_INSTALL) wrk >/dev/null; } || \
	  { echo "wrk is needed for the benchmarks: apt-get install wrk" >&2; exit 1; }; }
