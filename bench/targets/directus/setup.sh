#!/usr/bin/env bash
# Directus 11.3.5 with SQLite. sqlite3 and isolated-vm are compiled: 5 to 12 minutes on two cores.
# Usage: setup.sh [FOLDER]
exec "$(dirname "$0")/../install-npm-app.sh" directus "$@"
