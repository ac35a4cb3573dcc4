# 学练赛. `make serve` and `make test` are all a newcomer needs; each installs what is missing, at pinned versions.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: app help serve test check build browser bench faults fuzz independent audit tools playwright

TRUNK := 0.21.14
# The same as the crate in Cargo.lock: trunk insists, and so does the glue between the two.
WASM_BINDGEN := 0.2.130
# Parts the WebAssembly at the split points of view/later.rs.
WASM_SPLIT := 0.2.4
# From npm: Debian's 108 breaks the output of this wasm-bindgen.
BINARYEN := 132
# Takes spaces, comments and long local names out of scripts and styles.
ESBUILD := 0.28.2
# For `make independent` alone.
CRYPTOGRAPHY := 50.0.2
PORT ?= 8080
# Kilobytes, brotli, until the first answer.
SIZE_KB := 200

# Outside the checkout, so that a second clone installs nothing again.
TOOLS ?= $(HOME)/.cache/xueliansai/tools
export PATH := $(TOOLS)/bin:$(TOOLS)/npm/node_modules/.bin:$(PATH)

help: ## What can be done here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

serve: tools ## Build the release app and serve it on this machine
	@echo "== Building the release app; then open http://127.0.0.1:$(PORT)/ =="
	trunk serve --release --offline --port $(PORT)

test: check build browser ## Everything that CI runs
	@cargo run --quiet --bin bank -- size dist --budget $(SIZE_KB)

check: native ## Formatting, lints, native tests, the banks, the wasm graph: before every commit
	@echo "== Formatting =="
	cargo fmt --check
	@echo "== Lints, native and wasm =="
	cargo clippy --quiet --all-targets
	cargo clippy --quiet --lib --bin xueliansai --target wasm32-unknown-unknown
	@echo "== Native tests =="
	cargo test --quiet
	@echo "== The banks =="
	cargo run --quiet --bin bank -- check
	@echo "== What the phone must not carry =="
	@# Leptos itself names regex for its server half, which never reaches the phone.
	@heavy=$$(cargo tree --target wasm32-unknown-unknown --edges normal --prune leptos --prefix none 2>/dev/null \
	  | awk '{print $$1}' | sort -u \
	  | grep -xE 'regex|regex-automata|jiff|calamine|pulldown-cmark|unicode-normalization|jieba-rs|age|image|brotli|clap|getrandom|chrono' || true); \
	if [ -n "$$heavy" ]; then echo "These crates are too heavy for the phone, take them out of the wasm graph: $$heavy" >&2; exit 1; fi

build: tools ## The release app, into dist/
	@echo "== Building the release app =="
	trunk build --release --offline

# Rust's own library is built for size with the app, and a panic ends the module without wording a message: 21 KB less to
# download, and no path of this machine in it. These flags are unstable, so the compiler, which is pinned, has to be told to take them.
FOR_SIZE := -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size
FOR_SIZE_RUSTC := '-Zunstable-options','-Cpanic=immediate-abort','-Zlocation-detail=none','-Zfmt-debug=none'
# The oldest browsers that run the app: what is made shorter stays readable to them.
MINIFY := esbuild --minify --log-level=warning --target=chrome97,safari16.4

# Called by Trunk (Trunk.toml): the app's WebAssembly, with what the first answer does not need in modules of their own,
# and the page's scripts and styles.
# The lowest kilobyte of the memory is the deepest end of the stack, so no address is that low.
# What pages share comes in a few files, not in one for every set of pages: joined before wasm-opt, after which no two have the same types.
# Functions in the order of their names have neighbours that resemble them: brotli makes 3 KB less of the same code.
app: rust-src
	RUSTC_BOOTSTRAP=1 cargo build --quiet --release --bin xueliansai --target wasm32-unknown-unknown $(FOR_SIZE) \
	  --config "target.wasm32-unknown-unknown.rustflags=[$(FOR_SIZE_RUSTC)]"
	rm -rf target/app target/page target/split
	mkdir -p target/app target/page
	wasm-split-cli target/wasm32-unknown-unknown/release/xueliansai.wasm target/split --target web --out-name xueliansai
	cargo run --quiet --bin bank -- join target/split/__wasm_split.js
	wasm-bindgen --target web --no-typescript --weak-refs --keep-lld-exports --out-dir target/app target/split/xueliansai.wasm
	cp target/split/__wasm_split.js target/app/
	mv target/app/xueliansai_bg.wasm target/split/
	rm target/split/xueliansai.wasm
	cargo run --quiet --bin bank -- glue target/split/xueliansai_bg.wasm target/app/xueliansai.js target/app/__wasm_split.js
	cd target/split && ls *.wasm | xargs -P 2 -I FILE wasm-opt -Oz --low-memory-unused --reorder-functions-by-name --strip-target-features --strip-debug --strip-producers FILE -o ../app/FILE
	$(MINIFY) --allow-overwrite --outdir=target/app target/app/xueliansai.js target/app/__wasm_split.js
	$(MINIFY) --outdir=target/app public/rooms.css
	$(MINIFY) --outdir=target/page public/app.css
	@# Written for browsers that cannot run the app, so that they say so.
	esbuild --minify --log-level=warning --target=es5 --outdir=target/page public/start.js

browser: playwright ## The journeys in a real browser, against dist/
	@[ -f dist/index.html ] || { echo "dist/ is missing: run make build first" >&2; exit 1; }
	@# Journeys publish contests and make up receipts with it.
	cargo build --quiet --bin bank
	@echo "== Journeys in a real browser =="
	cd tests/browser && npx --no-install playwright test

bench: tools ## Size and speed of the release app, side by side with a plain page
	@[ -f dist/index.html ] || $(MAKE) build
	@cargo run --quiet --bin bank -- size dist --budget $(SIZE_KB)
	$(MAKE) playwright
	cd tests/browser && node bench.mjs
	@echo "== Ten years in the record =="
	cargo run --quiet --bin bank -- events 200000 target/events.bin
	cd tests/browser && node bench_record.mjs

faults: playwright ## Killed browsers, full stores, racing tabs, wiped stores: counts lost answers, about ten minutes
	@[ -f dist/index.html ] || { echo "dist/ is missing: run make build first" >&2; exit 1; }
	cd tests/browser && node faults.mjs

fuzz: native ## A million mutated inputs for every decoder, about half an hour
	FUZZ_INPUTS=$${FUZZ_INPUTS:-1000000} cargo test --profile fuzz --test fuzz -- --nocapture

# A contest of all seven kinds and a hundred receipts, some of them with faults, redone by a script that shares no code
# with the app and knows only what README.md says. It needs Python 3 and one package.
independent: native ## A contest redone by another hand; the tables must be the same
	@command -v python3 >/dev/null || { echo "Python 3 is missing: install it, then run this again" >&2; exit 1; }
	@$(TOOLS)/python/bin/python -c 'import cryptography' 2>/dev/null || { \
	  echo "== Installing cryptography $(CRYPTOGRAPHY) =="; \
	  python3 -m venv $(TOOLS)/python; \
	  $(TOOLS)/python/bin/pip install --quiet cryptography==$(CRYPTOGRAPHY); }
	cargo build --quiet --bin bank
	rm -rf target/independent
	mkdir -p target/independent
	target/debug/bank build --json --out target/independent/banks >/dev/null
	cd target/independent && ../debug/bank contest new --dir ../../questions --out pack.txt \
	  --banks dangzhang,dangfei,zhibu-gongzuo --units 办公室,财务处,人事处 --minutes 20 --multiple half-for-subset --pairs \
	  --sections single:8x2,single:4x2@dangzhang//applied,multiple:4x3,judge:5x1,blank:3x2,order:2x3,match:2x3,scenario:2x4 \
	  --opens 2026-12-01T09:00 --closes 2026-12-03T18:00 >/dev/null
	cd target/independent && ../debug/bank lot pack.txt --dir ../../questions --receipts 100 --faults --out lot.txt
	cd target/independent && ../debug/bank desk pack.txt lot.txt --dir ../../questions --out desk
	@echo "== Banks as other programs read them =="
	cargo test --quiet --test exchange
	python3 tests/independent/exchange.py target/tmp/exchange
	$(TOOLS)/python/bin/python tests/independent/verify.py target/independent/pack.txt target/independent/banks \
	  target/independent/lot.txt target/independent/again --compare target/independent/desk

audit: ## Licences and sources of every dependency
	@command -v cargo-deny >/dev/null || cargo install cargo-deny --version 0.20.2 --locked --root $(TOOLS)
	cargo deny check bans licenses sources

# What follows installs; each step is skipped where it has been done.

.PHONY: native rust-src
rust-src: native
	@[ -d "$$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] || rustup component add rust-src

native:
	@command -v cargo >/dev/null || { echo "Rust is missing: install rustup, then run this again" >&2; exit 1; }
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

tools: rust-src
	@command -v npm >/dev/null || { echo "npm is missing: install Node 20 or later, then run this again" >&2; exit 1; }
	@[ "$$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $(WASM_BINDGEN)" ] || { \
	  echo "== Installing wasm-bindgen $(WASM_BINDGEN), about three minutes =="; \
	  cargo install wasm-bindgen-cli --version =$(WASM_BINDGEN) --no-default-features --root $(TOOLS) --force; }
	@cargo install --list --root $(TOOLS) | grep '^wasm_split_cli_support v$(WASM_SPLIT):' >/dev/null || { \
	  echo "== Installing wasm-split $(WASM_SPLIT), about two minutes =="; \
	  cargo install wasm_split_cli_support --version =$(WASM_SPLIT) --features build-binary --locked --root $(TOOLS) --force; }
	@[ "$$(trunk --version 2>/dev/null)" = "trunk $(TRUNK)" ] || { \
	  echo "== Installing trunk $(TRUNK), about seven minutes =="; \
	  cargo install trunk --version =$(TRUNK) --locked --root $(TOOLS) --force; }
	@wasm-opt --version 2>/dev/null | grep -q 'version $(BINARYEN)' || { \
	  echo "== Installing binaryen $(BINARYEN) =="; \
	  npm install --silent --no-audit --no-fund --prefix $(TOOLS)/npm binaryen@$(BINARYEN); }
	@[ "$$(esbuild --version 2>/dev/null)" = "$(ESBUILD)" ] || { \
	  echo "== Installing esbuild $(ESBUILD) =="; \
	  npm install --silent --no-audit --no-fund --prefix $(TOOLS)/npm esbuild@$(ESBUILD); }

playwright:
	@[ -x "$${CHROMIUM:-/usr/bin/chromium}" ] || { \
	  echo "== Installing Chromium and a Chinese font =="; \
	  [ "$$(id -u)" = 0 ] || { echo "Chromium is missing: run apt-get install chromium fonts-noto-cjk as root" >&2; exit 1; }; \
	  apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; }
	@[ tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ] || { \
	  echo "== Installing the browser tests' packages =="; \
	  cd tests/browser && npm ci --silent --no-audit --no-fund; }
