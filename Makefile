# Meidang 美档. `make help` lists what there is to make; it needs Python 3.11 or later, git and make.

PYTHON ?= python3
# Three on two cores: a test that waits for a browser leaves its core to another.
PYTEST_ARGS ?= -n 3 --dist loadfile

VENV := .venv
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check install
# Nothing is built in isolation: pip would fetch a backend that no lock names.
LOCKED := $(PIP) --no-build-isolation --require-hashes

# A file in the current folder never replaces a module; our own scripts see the modules beside them.
export PYTHONSAFEPATH := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build test check format serve site schema templates bench coverage dist lock clean distclean

help: ## 列出全部命令 / this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

build: $(RUN) ## 检查档案，生成 Word 档案和网站 / check the archive, build documents and site
	@$(BIN)/meidang build all

test: $(DEV) ## 运行全部测试 / run the tests
	$(PY) -m pytest $(PYTEST_ARGS)

check: $(DEV) ## 代码检查：格式、类型、分层、模式文件 / lint, types, layers, stale schemas
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/meidang schema --check

format: $(DEV) ## 整理代码格式 / format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Material prints an English notice about its own future on each start; this is its documented way to silence it.
serve site: export NO_MKDOCS_2_WARNING := 1

serve: $(RUN) ## 在本机浏览网站，随改随看 / serve the site on this machine
	$(PY) -m mkdocs serve

site: $(RUN) ## 只生成网站 / build the site only
	@$(BIN)/meidang build site

schema: $(RUN) ## 重新导出 JSON Schema / export the schemas
	$(BIN)/meidang schema

templates: $(RUN) ## 重新绘制自带的 Word 模板 / draw the shipped Word templates
	PYTHONSAFEPATH= $(PY) templates/make.py

bench: $(DEV) ## 性能测试 / benchmarks
	PYTHONSAFEPATH= $(PY) benchmarks/check.py
	PYTHONSAFEPATH= $(PY) benchmarks/ledgers.py
	PYTHONSAFEPATH= $(PY) benchmarks/documents.py
	PYTHONSAFEPATH= $(PY) benchmarks/website.py
	PYTHONSAFEPATH= $(PY) benchmarks/search.py

coverage: $(DEV) ## 测试覆盖率 / test coverage
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

dist: $(DEV) ## 打包为 wheel 和源码包 / wheel and source distribution
	$(PY) -m build --no-isolation

# The locks depend on the package index alone, not on what this machine adds to it, so they are the same everywhere.
# Pins stay as they are until pyproject.toml asks for more; `make lock UPGRADE=--upgrade` renews them all.
UPGRADE ?=
lock: export PIP_CONFIG_FILE := /dev/null
lock: export PIP_EXTRA_INDEX_URL :=
lock: export PIP_FIND_LINKS :=
lock: export CUSTOM_COMPILE_COMMAND := make lock
COMPILE = $(PY) -m piptools compile --quiet --no-config $(UPGRADE) \
	--generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(DEV) ## 重新锁定依赖版本 / pin the dependencies again
	$(COMPILE) --output-file requirements/build.lock requirements/build.in
	$(COMPILE) --output-file requirements/run.lock -c requirements/build.lock pyproject.toml
	$(COMPILE) --output-file requirements/dev.lock -c requirements/build.lock -c requirements/run.lock \
		--extra dev pyproject.toml

clean: ## 删除生成的文件 / remove what was built
	rm -rf build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

distclean: clean ## 同时删除虚拟环境 / and the virtual environment
	rm -rf $(VENV)

$(RUN): requirements/build.lock requirements/run.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "找不到 $(PYTHON)。请先安装 Python 3.11 或更高版本，或用 make PYTHON=路径 指定。" >&2; \
		echo "$(PYTHON) not found: install Python 3.11 or later, or name it: make PYTHON=path." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更高版本，$(PYTHON) 太旧。可用 make PYTHON=路径 指定另一个。" >&2; \
		echo "Python 3.11 or later is needed; $(PYTHON) is older. Name another: make PYTHON=path." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) 缺少 venv 模块。Debian、Ubuntu 请执行：sudo apt-get install python3-venv" >&2; \
		echo "$(PYTHON) lacks venv; on Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "正在准备运行环境（仅第一次或版本变动时，约一两分钟）…… / preparing $(VENV)"
	@$(PY) -c '' 2>/dev/null || rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) -r requirements/build.lock
	$(LOCKED) -r requirements/run.lock
	$(PIP) --no-build-isolation --no-deps --editable .
	@$(PY) -m compileall -q generator/meidang
	@touch $@

$(DEV): $(RUN) requirements/dev.lock
	$(LOCKED) -r requirements/dev.lock
	@touch $@
