# Everything a developer or a newcomer runs. Needs Python 3.11 or newer, make and git; the rest goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint bench soak format wording lock clean

demo: $(VENV)/.runs ## See it work: no token, no server, no network but pip's
	@$(BIN)/rolecall demo

test: $(VENV)/.develops ## The test suite
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.develops ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.develops ## Performance, beside an alternative, by hand
	@$(PIP) install uv && $(BIN)/uv pip install --quiet --python $(BIN)/python --group bench || \
		echo "what the benchmarks compare with cannot be installed; they say so"
	$(BIN)/python -m pytest -p no:randomly -q -s tests/benchmarks \
		--override-ini python_files=bench_*.py --override-ini python_functions=bench_*

soak: $(VENV)/.develops ## Long runs: kills, restarts
	$(BIN)/python -m pytest -m soak

format: $(VENV)/.develops
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wording: $(VENV)/.develops ## Bring the catalogues of the bot's words up to date with the code
	$(BIN)/pybabel --quiet extract -k translate -k CommandError -k FilterError -k stumble -k stumble_over --no-location --sort-output --no-wrap \
		--project rolecall -o $(VENV)/rolecall.pot alerts bot storage
	$(BIN)/pybabel --quiet update -i $(VENV)/rolecall.pot -d bot/wording/locale -D rolecall \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

lock: $(VENV)/.develops ## Pin all dependencies anew, with hashes
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --upgrade --extra postgres pyproject.toml -o deploy/requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --upgrade --extra postgres --group dev pyproject.toml -o .ci/requirements.txt

clean:
	rm -rf $(VENV) dist

$(VENV)/.made:
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: $(VENV)/.made deploy/requirements.txt pyproject.toml
	@echo "installing Rolecall into $(VENV); this takes a minute the first time"
	@$(PIP) install --require-hashes -r deploy/requirements.txt
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.develops: $(VENV)/.runs .ci/requirements.txt
	@$(PIP) install --require-hashes -r .ci/requirements.txt
	@touch $@
