# The two commands: `make demo` and `make test`. Each sets up a virtual environment of its own first.
PYTHON ?= python3
SOURCES := $(shell find src -type f -not -name '*.pyc')

.PHONY: demo test format

demo: .venv-demo/ready
	.venv-demo/bin/parley demo

test: .venv-test/ready
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports
	.venv-test/bin/python -m pytest --numprocesses 2 --dist loadfile

format: .venv-test/ready
	.venv-test/bin/ruff format .
	.venv-test/bin/ruff check --fix .

.venv-demo/ready: pyproject.toml constraints.txt $(SOURCES)
	@echo 'Setting up an environment of its own first; this takes about a minute.'
	$(PYTHON) -m venv .venv-demo
	.venv-demo/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt .
	touch $@

.venv-test/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-test
	.venv-test/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@
