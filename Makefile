# What a fresh machine needs: make, git and a Python of 3.11 or newer. All else goes into .venv,
# once, and again when the lock or the project's metadata change.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

# The first of these that really runs and is new enough; `make PYTHON=/path/to/python` overrules.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$name -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$name && break; done)

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --require-virtualenv

# Three full-size days of 200,000 calls each, 20 times.
DEMO := bank_hotline bank_hotline:promotion bank_hotline:site_loss

.DEFAULT_GOAL := help
.PHONY: help demo app test check bench docs lock clean

help:
	@echo "make demo    simulate the shipped bank day, its promotion and its site loss, and compare"
	@echo "make app     open the app in the browser"
	@echo "make test    run the tests"
	@echo "make check   lint, format, types, import contract"
	@echo "make bench   calls per second and peak memory"
	@echo "make docs    write the generated reference pages"
	@echo "make lock    pin the dependencies anew"

demo: $(INSTALLED)
	@$(BIN)/crewline compare $(DEMO)

app: $(INSTALLED)
	@$(BIN)/crewline app

test: $(INSTALLED)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED)
	@$(BIN)/python -m benchmarks

docs: $(INSTALLED)
	@$(BIN)/python -m scenarios.reference

lock: $(INSTALLED)
	$(PIP) install uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-annotate \
		--no-header --extra app --extra cluster --group dev --group bench pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(INSTALLED): requirements.lock pyproject.toml
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Crewline needs Python 3.11 or newer, and found none." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) (once)"
	@"$(PYTHON)" -m venv $(VENV)
	@$(PIP) install --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
