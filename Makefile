# make demo   read the sample reports: the record as a table, and annotated pages in build/demo
# make test   run all tests
# make train  make the tagger's model again, from the encoder's weights (hours; see docs/tagger.md)
# PYTHON=...  the interpreter to build .venv with (Python 3.11 or later)

VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
PICTURED ?= $(DEMO)/mizwala/dam-1.html
UV := uv==0.13.9

export PYTHON

.PHONY: help demo test spark train train-types lint format bench licences texts lock picture clean

help:
	@sed -n '1,4s/^# //p' Makefile
	@echo 'make spark | lint | format | bench | licences | texts | lock | picture | clean: see CONTRIBUTING.md'

# The environment is rebuilt only when what it is made from changes.
$(VENV)/.runtime: pyproject.toml requirements.lock tools/install.sh
	@echo 'Preparing $(VENV) (about a minute the first time)'
	@sh tools/install.sh new $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo 'Adding what the tests need'
	@sh tools/install.sh more $(VENV) requirements-dev.lock
	@touch $@

# Half a gigabyte, so not for every test run: the tests that need Spark are skipped by name without it.
$(VENV)/.spark: $(VENV)/.dev requirements-spark.lock
	@echo 'Adding Spark'
	@sh tools/install.sh more $(VENV) requirements-spark.lock
	@touch $@

spark: $(VENV)/.spark

demo: $(VENV)/.runtime
	@rm -rf $(DEMO)
	$(BIN)/musnad read examples --format table
	$(BIN)/musnad read examples --format html --output $(DEMO)
	$(BIN)/musnad add examples --corpus $(DEMO)/press.musnad
	$(BIN)/musnad origins --corpus $(DEMO)/press.musnad
	$(BIN)/musnad claims --limit 10 --corpus $(DEMO)/press.musnad
	$(BIN)/musnad story https://minwal.example/p/2871 --corpus $(DEMO)/press.musnad --output $(DEMO)/story.html
	@$(BIN)/python tools/demo_pages.py $(DEMO)

test: $(VENV)/.dev
	$(BIN)/python -m pytest

# Training needs packages of its own, PyTorch above all: they get an environment of their own.
TRAIN := build/train
# On Linux plain torch brings gigabytes for graphics cards; name another build where there is one.
TORCH ?= torch>=2.6
$(TRAIN)/.venv: pyproject.toml
	@mkdir -p $(TRAIN)
	$${PYTHON:-python3} -m venv $@
	$@/bin/python -m pip install -qq --disable-pip-version-check '$(TORCH)'
	$@/bin/python -m pip install -qq --disable-pip-version-check -e '.[train]'
	@touch $@

train: $(TRAIN)/.venv
	$(TRAIN)/.venv/bin/python -m train.run --work $(TRAIN)

train-types: $(TRAIN)/.venv
	$(TRAIN)/.venv/bin/python -m pip install -qq --disable-pip-version-check 'mypy>=1.10'
	$(TRAIN)/.venv/bin/python -m mypy train

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/floors.py check

licences: $(VENV)/.spark
	$(BIN)/python tools/check_licences.py requirements.lock requirements-dev.lock requirements-spark.lock

# Needs the reports of others beside the checkout; says so where they are not there.
texts: $(VENV)/.dev
	$(BIN)/python tools/check_texts.py ../shared/gold ../shared/corpus

# Exact pins with hashes, for every platform and Python that pyproject.toml allows.
# Pins that still fit are kept; make lock UPGRADE=--upgrade takes the newest of everything.
lock:
	@sh tools/lock.sh '$(UV)' $(UPGRADE)

picture: demo $(VENV)/.dev
	$(BIN)/python tools/browser.py '$(PICTURED)' docs/picture.png 1200 800
	$(BIN)/python tools/room_picture.py $(DEMO)/press.musnad docs/reading-room.png

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
