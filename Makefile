# Every target is enough by itself on a bare Debian machine with Python 3.11 or later, run as root.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# npm calls home about newer versions of itself unless told not to
export NPM_CONFIG_UPDATE_NOTIFIER := false
export DEBIAN_FRONTEND := noninteractive

BIN := .venv/bin
NODE := build/node
PACKAGES := .venv/.packages-installed
ASSETS := .venv/.assets-fetched
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate

.PHONY: help setup demo test check format bench docs clean requirements reference browser postgresql

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# ------------------------------------------------------------------ set-up
# The lock makes two set-ups at once safe: the second waits, then finds nothing left to do.
# Each stamp is written last, so a set-up that was cut short is taken up again.
# Packages are compiled here: on a disk that is full Python would keep a module cut short, and fail to read it ever after.
setup: ## build .venv with .venv/bin/frith, and fetch the styles and the font
	@flock .setup.lock $(MAKE) -s --no-print-directory $(PACKAGES) $(ASSETS)

$(PACKAGES): requirements/uv.txt requirements/dev.txt requirements/base.in requirements/spark.in pyproject.toml setup/requirements_hook.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Frith needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) --version). Say which one to use: make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Installing python3-venv, which Python needs to make .venv"; apt-get update -qq; apt-get install -y -qq python3-venv >/dev/null; }
	@test -x $(BIN)/uv || { echo "Making .venv"; $(PYTHON) -m venv --clear .venv; $(BIN)/python -m pip install -q --require-hashes -r requirements/uv.txt; }
	@echo "Installing the packages of requirements/dev.txt"
	@$(BIN)/uv pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements/uv.txt requirements/dev.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(ASSETS): package-lock.json setup/fonts_and_styles.py | $(PACKAGES)
	@command -v npm >/dev/null || test -x $(NODE)/bin/npm || { echo "Installing npm from a Python package, because none is here"; rm -rf $(NODE); $(BIN)/uv venv -q --python $(BIN)/python $(NODE); $(BIN)/uv pip install -q --python $(NODE)/bin/python --require-hashes -r requirements/node.txt; }
	@echo "Fetching the page styles and the document font"
	@PATH="$$PATH:$(CURDIR)/$(NODE)/bin" npm ci --ignore-scripts --loglevel=error
	@$(BIN)/python setup/fonts_and_styles.py
	@touch $@

# Chromium shows the pages to the tests as a person would see them.
browser: setup
	@command -v chromium >/dev/null || { echo "Installing Chromium, which the page tests drive"; apt-get update -qq; apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

# Only the programs are installed: the tests start servers of their own and stop them again.
postgresql: setup
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { echo "Installing PostgreSQL, which the storage tests run against, without a server of its own"; apt-get update -qq; apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null; echo 'create_main_cluster = false' >> /etc/postgresql-common/createcluster.conf; apt-get install -y -qq --no-install-recommends postgresql >/dev/null; }

# ------------------------------------------------------------------ use
demo: setup ## build the demonstration and serve it (NO_SERVE=1: build it and stop)
	@$(BIN)/frith demo $(if $(NO_SERVE),--no-serve)

# ------------------------------------------------------------------ gates
check: setup ## the quick half of test: style, types, walls between rooms, quick tests
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 -m 'not slow and not browser and not postgresql and not spark'

test: setup browser postgresql ## everything that must hold before a change lands
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs
	@$(BIN)/pytest -q -n 2 -m 'not spark'

test-spark: setup ## prove that Spark counts as DuckDB does (installs the scale-out extra apart; Java 17 or later)
	@command -v java >/dev/null || { echo "Installing Java, which Spark needs"; apt-get update -qq; apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; }
	@test -x build/spark/bin/python || $(BIN)/uv venv -q --python $(BIN)/python build/spark
	@$(BIN)/uv pip sync -q --python build/spark/bin/python --require-hashes requirements/spark.txt requirements/dev.txt
	@PYTHONPATH=src build/spark/bin/python -m pytest -q -m spark

format: setup ## put the code into the house format
	@$(BIN)/ruff check --fix-only -q
	@$(BIN)/ruff format

bench: setup ## measure the aims for speed and print them beside the rivals'
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

docs: setup ## build the documentation into site/, failing on a broken link
	@$(BIN)/mkdocs build --strict -q
	@echo "Documentation is in site/index.html"

# ------------------------------------------------------------------ upkeep
requirements: setup ## work out the hashed requirements anew after a change to requirements/*.in
	@for name in uv node base; do $(COMPILE) requirements/$$name.in -o requirements/$$name.txt; done
	@for name in dev spark; do $(COMPILE) -c requirements/base.txt requirements/$$name.in -o requirements/$$name.txt; done

reference: setup ## write the generated pages of docs/reference anew from the program
	@$(BIN)/python -m frith.cli.reference > docs/reference/cli.md
	@$(BIN)/python -m frith.cli.definitions_reference > docs/reference/definitions.md
	@$(BIN)/python -m frith.website.api.reference > docs/reference/api.md

clean: ## remove what was built, but not the state in var/
	@rm -rf .venv node_modules build site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage
	@rm -rf src/frith/website/static/vendor src/frith/publication/fonts
