# Everything from a bare Python: `make demo` runs the main job, `make test` the tests.
# The set-up is done once, in .venv, and again when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test check build bench clean

demo: $(VENV)/.ready
	$(BIN)/relance-xl demo demo

test: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

build: $(VENV)/.ready
	$(BIN)/python workbook/build.py
	$(BIN)/python letter_templates/make_templates.py

bench: $(VENV)/.ready
	$(BIN)/pip install --quiet --group bench
	for script in benchmarks/*.py; do $(BIN)/python $$script; done

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) demo artefacts build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
