#!/usr/bin/env bash
# LNbits 1.6.2 with SQLite and its fake funding source from the Python package index, every version pinned: some two minutes.
# Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/lnbits). Needs Python 3.10 to 3.12.
set -euo pipefail
exec "$(dirname "$0")/../install-pip-app.sh" lnbits "$@"
