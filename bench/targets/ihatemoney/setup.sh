#!/usr/bin/env bash
# I Hate Money 7.2.1 with SQLite from the Python package index, every version pinned: about a minute.
# Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/ihatemoney). Needs Python 3.10 or newer.
set -euo pipefail
exec "$(dirname "$0")/../install-pip-app.sh" ihatemoney "$@"
