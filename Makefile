# Everything sets itself up: a fresh clone needs python3 (3.10 or newer, with venv), make and git.

PYTHON ?= python3
SECONDS ?= 600
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help test check fuzz mutate growth demo bench accuracy routes surfaces docs rule-pages format clean

help:
	@echo "make test    run the tests"
	@echo "make check   all that a change must pass: style, types, layers, tests with coverage"
	@echo "make fuzz    generate programs, run them and check them, for 10 minutes or SECONDS=n"
	@echo "make mutate  disable each part of the engine and of rules/python, and see which case notices (ONLY=\"native *\", SLICE=300 RESUME=1)"
	@echo "make growth  measure how the time of a check grows with programs that are long or deep in one way"
	@echo "make demo    see piilint at work on a small staff tool, and on its repaired twin"
	@echo "make bench   measure speed on real applications, beside the parser and other tools (downloads, an hour)"
	@echo "make surfaces  read again what the frameworks show, each installed in an environment of its own (ONLY=\"flask rich\")"
	@echo "make docs    build the documents into dist/docs"
	@echo "make accuracy measure what the project's own cases and other people's libraries make piilint say (downloads)"
	@echo "make routes  measure how many of the routes that frameworks list have a row in the table of screens (downloads)"
	@echo "make format  let ruff put the code in order"
	@echo "make clean   forget what was built and cached"

$(READY): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing piilint and what its tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

test: $(READY)
	$(BIN)/python -m pytest -n 2

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --cov --cov-branch --cov-report=term-missing:skip-covered

fuzz: $(READY)
	$(BIN)/python -m tests.flow.generated $(SECONDS) $(CONSTRUCTS)

mutate: $(READY)
	$(BIN)/python -m tests.flow.mutation $(if $(ONLY),"$(ONLY)") $(if $(RESUME),--resume) $(if $(SLICE),--seconds $(SLICE))

growth: $(READY)
	$(BIN)/python -m tests.flow.growth

demo: $(READY)
	@$(BIN)/python sample_projects/demo.py

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks.speed

docs: $(READY) rule-pages
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	$(BIN)/mkdocs build

rule-pages: $(READY)
	$(BIN)/python docs/rule_pages.py

accuracy: $(READY)
	$(BIN)/python -m benchmarks.accuracy

routes: $(READY)
	$(BIN)/python -m benchmarks.screens

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

surfaces: $(READY)
	$(BIN)/python -m tests.surfaces $(ONLY)

clean:
	rm -rf $(VENV) dist build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .piilint_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
