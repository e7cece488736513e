# People and CI call the same targets. A fresh machine needs Python 3.11+, Node 20.19+ and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
BIN := .venv/bin
NPM := npm --prefix web_client
PYTHON_READY := .venv/.ready
WEB_READY := web_client/node_modules/.ready
WEB_TYPES := web_client/src/protocol/types.gen.ts web_client/src/protocol/office.gen.ts
DIST := web_client/dist/index.html
# Python tests run side by side, as many as there are cores: make WORKERS=4 test
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# What runs side by side is shown whole, one after the other, where make can do so.
WHOLE := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
WEB_SOURCES := $(shell find web_client server/office/papers/drawings -name node_modules -prune -o -name dist -prune -o -type f -print 2>/dev/null)
# Where Debian's Chromium is; Playwright's own download is not used.
export CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: help setup setup-python setup-web build run check check-python check-web format system-packages test test-web soak bench rehearse protocol migration lock sbom audit clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | sort | expand -t 18

setup: setup-python setup-web ## make .venv and web_client/node_modules, exactly as locked

setup-python: $(PYTHON_READY)

setup-web: $(WEB_READY)

$(PYTHON_READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Engawa needs Python 3.11 or newer: make PYTHON=python3.12 setup"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing: install the package python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q rooms moderation server  # once, and not by each command where nothing may be written
	@touch $@

$(WEB_READY): web_client/package.json web_client/package-lock.json web_client/.npmrc
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(+(major < 20 || (major == 20 && minor < 19)))' || { echo "Engawa needs Node 20.19 or newer"; exit 1; }
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

build: $(DIST) ## build the web client

$(DIST): $(WEB_READY) $(WEB_SOURCES)
	$(NPM) run --silent build
	@touch $@

run: setup build ## a session to look at, on this machine: prints its links
	$(BIN)/engawa demo

check: check-python check-web ## everything that needs no running server

check-python: $(PYTHON_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m server.protocol.docs --check

check-web: $(WEB_READY)
	@before=$$(cat $(WEB_TYPES) | cksum); $(NPM) run --silent types; \
	test "$$before" = "$$(cat $(WEB_TYPES) | cksum)" || { echo "The client's types were out of date: run make protocol and commit"; exit 1; }
	$(NPM) run --silent check
	$(NPM) run --silent lint

format: $(PYTHON_READY) ## put the sources in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

system-packages: ## install by apt what tests need and this machine lacks
	@.ci/system-packages

test: system-packages setup ## everything: check, Python tests, browser tests, web tests
	@$(MAKE) --no-print-directory --jobs=2 $(WHOLE) check-python test-web
	$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal

test-web: check-web ## check, build and test the web client
	@$(MAKE) --no-print-directory build
	$(NPM) run --silent test

soak: setup build ## long runs under load, with memory watched
	@.ci/system-packages soak
	$(BIN)/pytest tests/soak

bench: setup ## measured figures, as quoted in docs/measured.md
	$(BIN)/python -m tests.bench

rehearse: setup build ## bots in the demo to watch; TEMPLATE=salon: they hold that session, FASTER=20: in less time, PEOPLE=30
	$(BIN)/python -m tests.bots.rehearse $(if $(TEMPLATE),--template $(TEMPLATE)) $(if $(FASTER),--faster $(FASTER)) $(if $(PEOPLE),--people $(PEOPLE))

protocol: setup ## regenerate the client's types, its fixtures and the generated documents from the models
	$(BIN)/python -m server.protocol.docs
	$(NPM) run --silent types
	$(BIN)/python -m server.config > docs/settings.md

migration: setup-python ## draft a migration of what the office's tables have gained: make migration name=tea_cups
	$(BIN)/python .ci/migration.py $(name)
	$(BIN)/ruff format --quiet server/office/base/migrations

lock: setup-python ## write constraints.txt from what is installed now
	.ci/lock $(BIN)/python > constraints.new
	mv constraints.new constraints.txt

sbom: setup ## list every part with version and licence: build/sbom/ (CycloneDX) and docs/jichitai/licences.md
	.ci/sbom

audit: setup ## ask the registries for known faults of what is locked; needs the network
	@test -x build/audit/bin/pip-audit || { $(BIN)/python -m venv build/audit && build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit; }
	build/audit/bin/pip-audit --no-deps --disable-pip --requirement constraints.txt
	$(NPM) audit

clean: ## remove everything that the other targets made, but no data
	rm -rf .venv web_client/node_modules web_client/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
