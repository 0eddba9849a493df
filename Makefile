# Everything from a bare Python: `make demo` runs the main job, `make test` the tests.
# While one works: `make quick` (lint, types, rules, tables, scenarios), `make check` (lint, types, imports).
# The set-up is done once, in .venv, with the exact versions of constraints.txt, and again when they change.
# `make constraints` writes them anew from pyproject.toml, and the lowest ones that it allows; `make constraints UPGRADE=--upgrade` with the newest versions.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

# The tests start the program hundreds of times: its bytecode is kept, whatever the shell asks for.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick check lint constraints installer release workflows build reference images site docs-tools bench torture lowest clean

demo: $(VENV)/.ready
	$(BIN)/relance-xl demo demo

test: lint
	$(BIN)/pytest -n 2 --dist worksteal

quick: lint
	$(BIN)/pytest -n 2 --dist worksteal tests/domain tests/tables tests/scenarios

check: lint
	$(BIN)/lint-imports

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

constraints: $(VENV)/.ready
	$(BIN)/pip install --quiet "uv>=0.9"
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make constraints" --quiet \
		--output-file constraints.txt $(UPGRADE)
	$(BIN)/uv pip compile --group docs --constraint constraints.txt --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make constraints" --quiet \
		--output-file docs/constraints.txt $(UPGRADE)
	$(BIN)/uv pip compile pyproject.toml --resolution lowest-direct --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make constraints" --quiet --output-file lowest.txt

# Everything that Windows needs, then two setup programs; RUNTIME=folder puts Windows' own Python in.
installer: $(VENV)/.ready
	$(BIN)/pip install --quiet "uv>=0.9"
	rm -rf dist/kit
	$(BIN)/python -m installer.kit dist/kit $(RUNTIME)
	$(BIN)/python -m installer.build dist/kit dist

# sdist, wheel and bill of materials, and the wheel at work in an empty environment; every fault is told at the end.
release: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --group release
	$(BIN)/python -m release.make dist/release

# The workflows of .github, read by actionlint and zizmor; they were never run.
workflows: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --group workflows
	$(BIN)/actionlint
	$(BIN)/zizmor --offline --persona pedantic .github

build: $(VENV)/.ready
	$(BIN)/python workbook/build.py
	$(BIN)/python letter_templates/make_formats.py
	$(BIN)/python letter_templates/make_templates.py
	$(BIN)/python docs/make_fields.py
	$(BIN)/python release/dependencies.py

# What the documentation shows: the reference and Aide.html from the source, the pictures from the program, the site.
reference: $(VENV)/.ready docs-tools
	$(BIN)/python -m docs.make_reference

images: $(VENV)/.ready
	$(BIN)/python docs/make_images.py
	$(BIN)/python docs/make_papers.py
	$(BIN)/python docs/make_wishes.py
	$(BIN)/python -m docs.make_screens
	$(BIN)/python -m docs.making.drift note

site: reference
	$(BIN)/python -m docs.make_site build/site

docs-tools: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --require-hashes --requirement docs/constraints.txt

# Faults, kills, a full disk, hostile files (Linux, a C compiler, root for the full disk; hours): what they print stands in docs/reliability.md.
torture: $(VENV)/.ready
	$(BIN)/python torture/points.py kills
	$(BIN)/python torture/points.py errors
	$(BIN)/python torture/points.py pairs
	$(BIN)/python torture/points.py pairs --log
	$(BIN)/python torture/points.py full
	$(BIN)/pytest -q tests/post/test_scripted_server.py
	PYTHONPATH=. $(BIN)/python torture/mail.py 200 30
	PYTHONPATH=. $(BIN)/python torture/fuzz.py
	PYTHONPATH=. $(BIN)/python torture/hostile.py
	PYTHONPATH=. $(BIN)/python torture/ledger.py 100000

# The lowest versions that pyproject.toml allows of what the program needs, on the quick tests, with today's test tools.
LOWEST := tests/domain tests/tables tests/scenarios
lowest: $(VENV)/.ready
	rm -rf .lowest
	$(BIN)/pip install --quiet --no-deps --require-hashes --target .lowest --requirement lowest.txt
	PYTHONPATH=.lowest $(BIN)/pytest -q -n 2 $(LOWEST)

bench: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --group bench
	for script in benchmarks/*.py; do $(BIN)/python $$script; done

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) .lowest demo artefacts build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
