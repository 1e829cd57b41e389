#!/usr/bin/env bash
# doccano 1.8.4 with SQLite from the Python package index, every version pinned, and an empty migrated database: some five
# minutes. Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/doccano). Needs Python 3.10 or 3.11.
set -euo pipefail
exec "$(dirname "$0")/../install-pip-app.sh" doccano "$@" -- sh -c 'DOCCANO_HOME="$TEMPLATE" "$ENV/bin/doccano" init'
