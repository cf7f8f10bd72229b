# Everything here works on a machine that has only Python 3.11 with venv, and make.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
GRADUATES ?= 3000
SEED ?= 2020

.PHONY: help setup run demo test random test-sqlite test-postgres lint bench clean

help:
	@echo "make setup   cài đặt các gói đã ghim phiên bản vào .venv"
	@echo "make run     chạy trên http://127.0.0.1:$(PORT) (PORT=… để đổi), lần đầu có dữ liệu minh họa"
	@echo "make test    kiểm thử trên SQLite và PostgreSQL, kèm các phép kiểm mã nguồn"
	@echo "make random  mười nghìn thao tác ngẫu nhiên, số liệu vẫn cân đối (lâu)"
	@echo "make bench   các bảng đo của docs/performance.md và docs/linkage.md"

setup: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Cần Python 3.11 trở lên (đang có: $$($(PYTHON) --version 2>&1))."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Thiếu venv: cài gói python3-venv (Debian, Ubuntu: apt-get install python3-venv) rồi chạy lại."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements.txt constraints.txt
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(PIP) install -r requirements-dev.txt
	@touch $@

.env:
	@$(PYTHON) -c 'import secrets; text = open(".env.example", encoding="utf-8").read(); \
	text = text.replace("SECRET_KEY=\n", "SECRET_KEY=" + secrets.token_urlsafe(50) + "\n"); \
	text = text.replace("IS_DEMO=false", "IS_DEMO=true"); \
	open(".env", "w", encoding="utf-8").write(text)'

run: $(VENV)/.run .env
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_demo --graduates $(GRADUATES) --if-empty
	@echo
	@echo "Mở http://127.0.0.1:$(PORT) (Ctrl+C để dừng)"
	@exec $(BIN)/gunicorn longan_enroll.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread \
		--workers 1 --threads 8 --timeout 60 --log-level warning --access-logfile /dev/null

test: $(VENV)/.dev lint test-sqlite test-postgres

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/lint-imports
	DATABASE_URL= SECRET_KEY=$(TEST_SECRET) VAR_DIR=var/test $(BIN)/python manage.py makemigrations --check --dry-run
	DATABASE_URL= SECRET_KEY=$(TEST_SECRET) VAR_DIR=var/test $(BIN)/python manage.py check --fail-level WARNING

TEST_SECRET := kiem-thu-kiem-thu-kiem-thu-kiem-thu-kiem-thu

test-sqlite: $(VENV)/.dev
	@echo "== SQLite"
	DATABASE_URL= $(BIN)/python -m pytest -q -n 2

test-postgres: $(VENV)/.dev
	@echo "== PostgreSQL"
	$(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest -q -n 2 --ignore tests/browser

# What CI does a share of: ten thousand random operations, the books proved balanced between them.
random: $(VENV)/.dev
	DATABASE_URL= RANDOM_OPERATIONS=10000 $(BIN)/python -m pytest -q -p no:xdist tests/rosters/test_every_operation.py

# The yardstick lives apart: nothing that runs or is tested ever meets its packages.
$(VENV)/splink/.done: $(BIN)/python requirements-bench.txt
	$(PYTHON) -m venv $(VENV)/splink
	$(VENV)/splink/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.dev $(VENV)/splink/.done
	$(BIN)/python tests/with_postgres.py $(BIN)/python -m bench --splink $(VENV)/splink/bin/python

clean:
	rm -rf $(VENV) var .pytest_cache .ruff_cache
