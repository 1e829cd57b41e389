#!/usr/bin/env bash
# Verdaccio 6.10.4, about half a minute. Usage: setup.sh [FOLDER]
exec "$(dirname "$0")/../install-npm-app.sh" verdaccio "$@"
