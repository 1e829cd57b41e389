#!/usr/bin/env bash
# EverShop 2.2.1 (shop) from npm, built here, on PostgreSQL 15 of Debian: 3 to 4 minutes on two cores.
# Usage: setup.sh [FOLDER]     (default: the user's cache folder, or LR_TARGETS/evershop). Needs root once, for apt-get.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
dir="${1:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/evershop}"
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  if [ "$(id -u)" != 0 ]; then
    echo "Run as root once: apt-get install -y --no-install-recommends postgresql" >&2
    exit 1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql >/dev/null
fi
# The project's own Node (24) where it is installed, so that building and running use the same one.
PATH="$here/../../../node_modules/.bin:$PATH"
wanted="$(cat "$here/install/package.json" "$here/install/package-lock.json" "$here/bind-loopback.cjs" | cksum) $(node -p process.versions.modules)"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
started=$(date +%s)
cp "$here/install/package.json" "$here/install/package-lock.json" "$here/bind-loopback.cjs" "$dir/"
cd "$dir"
# `npm ci` refuses this lock file on some machines (optional parts of other platforms); the versions are those of the lock.
npm install --no-audit --no-fund --loglevel=error
mkdir -p config media public
printf '{"shop":{"homeUrl":"http://127.0.0.1","language":"en","currency":"USD","timezone":"UTC"}}\n' > config/default.json
NODE_ENV=production node node_modules/@evershop/evershop/dist/bin/evershop.js build
node -p process.execPath > node-path
printf '%s' "$wanted" > installed
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm node_modules | cut -f1) MB"
