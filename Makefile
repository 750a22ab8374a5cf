# make book · make test · make help. Everything runs in .venv, which the first command makes.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
UV := VIRTUAL_ENV=.venv $(BIN)/uv pip

.DEFAULT_GOAL := help
.PHONY: help book test check accept bench pdf shots audit lock clean

help:  ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(READY)  ## execute the notebooks of every edition and build the book
	$(BIN)/threefronts book

test: $(READY)  ## run every test; THREEFRONTS_REQUIRE_BROWSER=1 makes a missing Chromium a failure
	$(BIN)/threefronts test

check: $(READY)  ## execute afresh and say what moved against the accepted editions
	$(BIN)/threefronts check

accept: $(READY)  ## make a fresh execution the reference
	$(BIN)/threefronts accept

bench: $(READY)  ## measure the engine beside the stock tools, for minutes; QUICK=1 for fewer
	$(BIN)/python benchmarks/run.py $(if $(QUICK),--quick)

pdf: $(READY)  ## print the built book of the newest edition into one PDF, by Chromium
	$(BIN)/threefronts pdf

shots: $(READY)  ## take pictures of the kinds of page, light and dark, on a desk and on a phone
	$(BIN)/threefronts shots

audit: $(READY)  ## check the built HTML by the Nu checker and Lighthouse; needs Java, Node and the network
	$(BIN)/python benchmarks/audit.py

lock: $(READY)  ## compile requirements.txt from pyproject.toml
	$(BIN)/uv pip compile --universal --generate-hashes --extra test --python-version 3.11 -q pyproject.toml -o requirements.txt

clean:  ## remove everything that can be made again, the environment apart
	rm -rf _build

$(READY): requirements.txt pyproject.toml
	@echo "environment: .venv from requirements.txt"
	$(PYTHON) -m venv .venv
	@awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements.txt > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	$(UV) install --quiet --compile-bytecode --require-hashes -r requirements.txt
	$(UV) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)
