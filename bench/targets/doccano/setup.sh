#!/usr/bin/env bash
# doccano 1.8.4 with SQLite from the Python package index, every version pinned, and an empty migrated database: some five
# minutes. Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/doccano). Needs Python 3.10 or 3.11.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)/install"
dir="${1:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/doccano}"
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
wanted="$(cksum < "$here/requirements.txt")"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
started=$(date +%s)
rm -rf "$dir/env" "$dir/template"
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
mkdir -p "$dir/template"
DOCCANO_HOME="$dir/template" "$dir/env/bin/doccano" init > "$dir/setup.log" 2>&1
printf '%s' "$wanted" > "$dir/installed"
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm "$dir/env" | cut -f1) MB"
