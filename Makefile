# make demo    build the assignments, grade the bundled submissions, fill an nbgrader gradebook, write feedback pages
# make test    formatting, lint, types, stale files, tests
#
# Both set up .venv first; it is touched again only when pyproject.toml or constraints.txt change.

PYTHON ?= python3
INSTALLED := .venv/.installed
export PATH := $(CURDIR)/.venv/bin:$(PATH)
unexport PYTHONPATH VIRTUAL_ENV

.PHONY: setup build test demo clean

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

build: setup
	autograde build

test: setup
	ruff format --check
	ruff check
	mypy
	autograde build --check
	pytest --quiet

demo: build
	python scripts/demo.py

clean:
	rm -rf demo .venv
