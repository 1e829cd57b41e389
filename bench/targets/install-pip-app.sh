#!/usr/bin/env bash
# Installs the Python application pinned in bench/targets/NAME/install/requirements.txt into a folder outside the repository.
# Usage: install-pip-app.sh NAME [FOLDER] [-- COMMAND…]     (default: the user's cache folder, or LR_TARGETS/NAME)
# COMMAND makes what every start copies (an empty database); it runs in an empty FOLDER/template, which it finds in TEMPLATE,
# the environment in ENV. Running it again does nothing unless the pins changed.
set -euo pipefail
name="$1"
shift
dir="${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/$name"
if [ "$#" -gt 0 ] && [ "$1" != "--" ]; then dir="$1"; shift; fi
if [ "${1:-}" = "--" ]; then shift; fi
pins="$(cd "$(dirname "$0")" && pwd)/$name/install/requirements.txt"
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
wanted="$(cksum < "$pins")"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
started=$(date +%s)
rm -rf "$dir/env" "$dir/template"
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --disable-pip-version-check -r "$pins"
if [ "$#" -gt 0 ]; then
  mkdir -p "$dir/template"
  (cd "$dir/template" && ENV="$dir/env" TEMPLATE="$dir/template" "$@") > "$dir/setup.log" 2>&1
fi
printf '%s' "$wanted" > "$dir/installed"
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm "$dir/env" | cut -f1) MB"
