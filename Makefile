# One task runner; CI calls the same targets. Needs git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := .make/venv
# The instant up to which the sample has data (`examples/generate.py`).
AS_OF  := 2026-11-27T15:00:00Z

PYTEST := $(BIN)/python -m pytest -n auto
FAST   := tests/golden tests/unit tests/reference
# How many examples the properties try: a share of them, or the full counts.
COUNTS := share

.PHONY: demo test test-all test-fast engines lint fmt bench clean
.NOTPARALLEL:

## build the example specs for every back end, explain one, and say how all stand over generated sample data
demo: $(STAMP)
	$(BIN)/sloc build
	$(BIN)/sloc explain 'support.first_response["urgent"]'
	$(BIN)/python -m examples.generate .sample
	$(BIN)/sloc status --data .sample/now --as-of $(AS_OF) checkout support warehouse
	$(BIN)/sloc status --data .sample/incidents --as-of 2012-05-23T12:00:00Z incidents

## everything that CI runs: minutes
test: engines lint
	$(PYTEST) $(FAST) --counts=$(COUNTS)
	$(PYTEST) $(addprefix --ignore=,$(FAST)) --counts=$(COUNTS)

## the same with ten times as many random programs, before a release: an hour
test-all: COUNTS := full
test-all: test

## what needs neither processes nor engines: half a minute, for while you write
test-fast: $(STAMP)
	$(PYTEST) $(FAST)

# What the tests run against and pip does not bring.
engines:
	$(call need,prometheus)

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

# Packages of the system that are missing: root gets them, and anybody else is told the one line to type.
define need
	@missing=""; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
	$(if $(filter prometheus,$1),{ command -v promtool && command -v prometheus; } >/dev/null || missing="$$missing prometheus";) \
	test -z "$$missing" && exit 0; \
	install="apt-get update -q && apt-get install -q -y --no-install-recommends$$missing"; \
	test "$$(id -u)" = 0 && sh -c "$$install" && exit 0; \
	echo "What is missing here can be installed with: sudo sh -c '$$install'"; exit 1
endef

# The environment: made anew when what it holds is declared otherwise.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "sloc needs Python 3.11 or newer; choose one with: make PYTHON=python3.12"; exit 1; }
	$(call need)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[duckdb]' --group dev
	@mkdir -p $(@D)
	@touch $@
