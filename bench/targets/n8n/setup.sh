#!/usr/bin/env bash
# n8n 1.123.81 from the npm registry, versions locked: some four minutes on a quiet machine, 1.8 GB. Needs Node 20.19 or newer.
# Usage: setup.sh [FOLDER]   (default: the user's cache folder, or LR_TARGETS/n8n)
exec "$(dirname "$0")/../install-npm-app.sh" n8n "$@"
