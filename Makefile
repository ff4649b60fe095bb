# One task runner; CI calls the same targets. Needs git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := .make/venv
# The instant up to which the sample has data (`examples/generate.py`).
AS_OF  := 2026-11-27T15:00:00Z

FAST   := tests/golden tests/unit tests/reference

.PHONY: demo test test-fast engines lint fmt bench clean

## build the example specs for every back end, explain one, and say how all stand over generated sample data
demo: $(STAMP)
	$(BIN)/sloc build
	$(BIN)/sloc explain 'support.first_response["urgent"]'
	$(BIN)/python -m examples.generate .sample
	$(BIN)/sloc status --data .sample/now --as-of $(AS_OF) checkout support warehouse
	$(BIN)/sloc status --data .sample/incidents --as-of 2012-05-23T12:00:00Z incidents

## everything that CI runs
test: lint engines
	$(BIN)/python -m pytest -n auto --ignore=tests/program/test_wheel.py
	$(BIN)/python -m pytest tests/program/test_wheel.py

## what needs neither processes nor engines: seconds, for while you write
test-fast: $(STAMP)
	$(BIN)/python -m pytest -n auto $(FAST)

# What the tests run against and pip does not bring.
engines:
	@{ command -v promtool && command -v prometheus; } >/dev/null \
		|| { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -q -y --no-install-recommends prometheus; } \
		|| { echo "The tests need promtool and prometheus; install them with: sudo apt-get install prometheus"; exit 1; }

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## the figures of the README
bench: $(STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .make

# The environment: made anew when what it holds is declared otherwise.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "sloc needs Python 3.11 or newer; choose one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -q -y python3-venv; } \
		|| { echo "Python's venv is not complete; install it with: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[duckdb]' --group dev
	@mkdir -p $(@D)
	@touch $@
