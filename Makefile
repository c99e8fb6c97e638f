# make demo   builds the shipped articles into output/      make test    installs what tests need and runs them
# make check  lint, types, layout and tests                  make sample  rebuilds output/sample
.DEFAULT_GOAL := help
VENV := .venv
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
KG := $(VENV)/bin/kg
RUN := $(VENV)/bin/python -m

.PHONY: help demo test check sample lock clean

help:
	@sed -n '1,2s/^# //p' Makefile

demo: $(VENV)/installed
	@$(KG) build kg/demo/articles -o output
	@$(KG) query sources --graph output

test: $(VENV)/installed-dev
	$(RUN) pytest -n auto

check: $(VENV)/installed-dev
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) pytest -n auto

sample: $(VENV)/installed
	@$(KG) build kg/demo/articles/mianyang.txt kg/demo/articles/yindajimin.txt -o output/sample --no-view
	@rm -rf output/sample/claims

lock: $(VENV)/installed-dev
	$(RUN) pip install -q uv
	$(RUN) uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra documents pyproject.toml -o requirements.lock
	$(RUN) uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra documents --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) output/claims output/graph.* output/*.jsonl output/manifest.json

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv and pip was not found."; \
		echo "Install it (Debian/Ubuntu: apt install python3-venv), or name it: make demo PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
