#!/usr/bin/env bash
# Payload 3.90.2 with its official multi-tenant plugin, SQLite and Next 16: installs, builds, makes an empty database.
# Usage: setup.sh [FOLDER]     (default: the user's cache folder, or LR_TARGETS/payload). Needs Node 20.9 or newer.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
dir="${1:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/payload}"
mkdir -p "$dir"
# The project's own Node (24) where it is installed, so that building and running use the same one.
PATH="$here/../../../node_modules/.bin:$PATH"
wanted="$(cat "$here/install/package.json" "$here/install/package-lock.json" "$here/app/payload.config.js" "$here/app/next.config.mjs" | cksum) $(node -p process.versions.modules)"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
started=$(date +%s)
rm -rf "$dir/app" "$dir/migrations" "$dir/template.db"
cp "$here/install/package.json" "$here/install/package-lock.json" "$dir/"
cp -r "$here/app/." "$dir/"
cd "$dir"
npm ci --no-audit --no-fund --loglevel=error
export NEXT_TELEMETRY_DISABLED=1 PAYLOAD_CONFIG_PATH=./payload.config.js DATABASE_URI=file:./template.db
npx payload generate:importmap
npx payload migrate:create init
npx payload migrate
npx next build
node -p process.execPath > node-path
printf '%s' "$wanted" > installed
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm node_modules | cut -f1) MB"
