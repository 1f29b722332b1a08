# Everything a fresh machine needs: Python 3.11+ with its venv module, and make.
#
#   make demo                 set up and show the product at work, then chat
#   make demo ARGS=--script   the same story unattended
#   make test                 set up and run linters, types and all tests
#   make bench                the benchmarks
#   make soak                 the fault suite at length: hours
#   make lock                 resolve the dependencies anew (read the diff for versions that went down)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PYTEST_ARGS ?= -n auto --dist worksteal

.PHONY: demo test lint types imports audit pytest bench soak lock format catalogue clean

demo: $(VENV)/.product
	@$(BIN)/crmbot demo $(ARGS)

test: lint types imports audit pytest

lint: $(VENV)/.dev
	@echo "== ruff: style and faults"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@echo "== mypy --strict: types"
	@$(BIN)/mypy

imports: $(VENV)/.dev
	@echo "== import-linter: who may import whom"
	@$(BIN)/lint-imports

audit: $(VENV)/.dev
	@echo "== lock files: pinned, hashed, as installed"
	@$(BIN)/python -m scripts.check_lock

pytest: $(VENV)/.dev
	@echo "== pytest: tests"
	@$(BIN)/python -m compileall -q crmbot
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(ARGS)

SOAK := tests/faults/test_kills.py tests/faults/test_mutations.py tests/faults/test_memory.py tests/faults/test_restarts.py

soak: $(VENV)/.dev
	@CRMBOT_SOAK=1 $(BIN)/python -m pytest -s $(SOAK) $(ARGS)

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

catalogue: $(VENV)/.dev
	@$(BIN)/python scripts/catalogue.py

lock: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra all pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	@echo "== making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.product: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "== installing crmbot with its locked dependencies into $(VENV) (a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "== installing crmbot with its locked development tools into $(VENV) (a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/.product

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
