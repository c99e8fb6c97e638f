# Needs Python >= 3.11 and make; everything else is installed into .venv from the lock files.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
VENV := .venv
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c '$(USABLE)' >/dev/null 2>&1 && { echo $$p; break; }; done)
KG := $(VENV)/bin/kg
RUN := $(VENV)/bin/python -m
INSTALL := $(RUN) pip install -q --disable-pip-version-check
COMPILE := $(RUN) uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--extra documents --extra serve pyproject.toml
TRY := SELECT ?project ?region WHERE { ?p a kg:Project ; rdfs:label ?project ; kg:locatedIn/rdfs:label ?region } LIMIT 10

.PHONY: help demo test check fuzz bench spark sample readme lock clean

help: ## show these lines
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: $(VENV)/installed ## build the shipped articles into output/ and show what was found
	@$(KG) build kg/demo/articles -o output
	@$(KG) query sources --graph output
	@echo; echo "Open output/graph.html in a browser, or ask:"
	@echo "  $(KG) query --graph output '$(TRY)'"

test: $(VENV)/installed-dev ## run the tests
	$(RUN) pytest -n auto

check: $(VENV)/installed-dev ## lint, format, types, tests
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) pytest -n auto

fuzz: $(VENV)/installed-dev ## try 2,000 hostile texts a test, others each time (hours)
	KG_FUZZ=2000 $(RUN) pytest -n auto tests/fuzz tests/pipeline/test_blocks.py tests/test_cells.py tests/test_escaping.py

bench: $(VENV)/installed-dev ## measure speed, growth, memory and the page (hours)
	@$(RUN) benchmarks.extraction
	@$(RUN) benchmarks.jobs
	@$(RUN) benchmarks.growth
	@$(RUN) benchmarks.memory
	@$(RUN) benchmarks.view

spark: $(VENV)/installed-dev ## build 2,000 articles on one machine and on a Spark cluster, and compare (half an hour)
	@$(RUN) benchmarks.spark

sample: $(VENV)/installed ## rebuild output/sample and the golden text of kg diff after a change of rules, words or its articles
	@$(KG) build kg/demo/articles/mianyang.txt kg/demo/articles/yindajimin.txt -o output/sample --no-view
	@$(KG) build tests/diff/edition -o output/edition --no-view
	@$(KG) diff output/sample output/edition --lang zh > tests/diff/golden.txt
	@rm -rf output/sample/claims output/sample/.kg output/edition

readme: $(VENV)/installed ## renew the output shown in README.md, and its picture where Chromium is installed
	@$(VENV)/bin/python scripts/refresh_readme.py

lock: $(VENV)/installed-dev ## renew the lock files after a change of dependencies
	$(INSTALL) uv
	$(COMPILE) -o requirements.lock
	$(COMPILE) --group dev -o requirements-dev.lock

clean: ## remove .venv and what a build wrote
	rm -rf $(VENV) output/.kg output/claims output/graph.* output/*.jsonl output/manifest.json

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 with venv and ensurepip was found. Install one" \
		"(Debian, Ubuntu: apt install python3-venv) or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c '$(USABLE)' 2>/dev/null || { echo "$(PYTHON) is older than 3.11, or lacks venv or ensurepip" \
		"(Debian, Ubuntu: apt install python3-venv); name another: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
