# make demo    build the assignments, grade the bundled submissions, fill an nbgrader gradebook, write feedback pages
# make test    formatting, lint, types, stale files, tests
# make docs    the documentation site, in build/site (warnings are errors, links are checked)
# make wheel   the package that students install, in dist/
# make bench   what grading costs here, beside nbgrader, pytest and the bare checks (BENCH=--quick: a small run)
#
# All set up .venv first; it is touched again only when pyproject.toml or constraints.txt change.

PYTHON ?= python3
INSTALLED := .venv/.installed
DOCUMENTING := .venv/.docs
export PATH := $(CURDIR)/.venv/bin:$(PATH)
unexport PYTHONPATH VIRTUAL_ENV

.PHONY: setup build test demo docs wheel bench clean

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgres]'
	@touch $@

build: setup
	autograde build

test: setup
	ruff format --check
	ruff check
	mypy
	autograde build --check
	pytest --quiet --numprocesses 3 --dist loadscope --no-loadscope-reorder --ignore tests/test_suites.py
	pytest --quiet tests/test_suites.py

demo: build
	python scripts/demo.py

docs: $(DOCUMENTING)
	sphinx-build --quiet --fail-on-warning --keep-going docs build/site
	pytest --quiet tests/test_docs.py
	@echo build/site/index.html

$(DOCUMENTING): $(INSTALLED)
	python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	@touch $@

wheel: build
	autograde release --wheel

bench: build
	python benchmarks/bench.py $(BENCH)

clean:
	rm -rf build demo .venv
