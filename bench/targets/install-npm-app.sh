#!/usr/bin/env bash
# Installs the npm application locked in bench/targets/NAME/install into a folder outside the repository.
# Usage: install-npm-app.sh NAME [FOLDER]     (default: the user's cache folder, or LR_TARGETS/NAME)
# Native add-ons are compiled for the Node that runs npm: its path is written to FOLDER/node-path so that the
# application is started with the same one. Running it again does nothing unless the lock file or that Node changed.
set -euo pipefail
name="$1"
here="$(cd "$(dirname "$0")" && pwd)/$name/install"
dir="${2:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/$name}"
mkdir -p "$dir"
# npm run puts this project's own Node (24) first; these applications were measured with the system's Node 20.
PATH="$(printf '%s' "$PATH" | tr ':' '\n' | grep -v 'node_modules/.bin' | paste -sd: -)"
wanted="$(cat "$here/package.json" "$here/package-lock.json" | cksum) $(node -p process.versions.modules)"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
cp "$here/package.json" "$here/package-lock.json" "$dir/"
started=$(date +%s)
(cd "$dir" && npm ci --no-audit --no-fund --loglevel=error)
node -p process.execPath > "$dir/node-path"
printf '%s' "$wanted" > "$dir/installed"
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm "$dir/node_modules" | cut -f1) MB"
