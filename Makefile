# Every target is enough by itself on a bare Debian machine with Python 3.11 or later, run as root.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: help setup
help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# The lock makes two set-ups at once safe: the second waits, then finds nothing left to do.
setup: ## build .venv with .venv/bin/frith, and fetch the styles and the font
	@flock .setup.lock $(MAKE) --no-print-directory $(INSTALLED)

# The stamp is written last, so a set-up that was cut short is taken up again.
$(INSTALLED): requirements/uv.txt requirements/dev.txt package-lock.json pyproject.toml setup/requirements_hook.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Frith needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version). Say which with: make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Installing python3-venv"; apt-get update -qq; apt-get install -y -qq python3-venv; }
	@test -x $(BIN)/uv || { echo "Making .venv"; $(PYTHON) -m venv .venv; $(BIN)/python -m pip install -q --require-hashes -r requirements/uv.txt; }
	@echo "Installing the packages of requirements/dev.txt"
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements/uv.txt requirements/dev.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
