#!/usr/bin/env bash
# pretix 2026.8.0 with SQLite from the Python package index, every version pinned, and an empty migrated database: some five
# minutes. Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/pretix). Needs Python 3.10 or newer.
set -euo pipefail
migrate='printf "[pretix]\ndatadir=%s\n[database]\nbackend=sqlite3\nname=%s/db.sqlite3\n" "$TEMPLATE" "$TEMPLATE" > setup.cfg
  PRETIX_CONFIG_FILE="$TEMPLATE/setup.cfg" "$ENV/bin/python" -m pretix migrate'
exec "$(dirname "$0")/../install-pip-app.sh" pretix "$@" -- sh -c "$migrate"
