#!/usr/bin/env bash
# Debian's Redmine (5.0.4-5+deb12u1 on Debian 12) with SQLite and puma, from Debian's packages: about half a minute;
# then a migrated, seeded database as a template in a folder of its own, which every start copies.
# Usage: setup.sh [FOLDER]     (default: the user's cache folder, or LR_TARGETS/redmine). Needs root once, for apt-get.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
dir="${1:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/redmine}"
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
started=$(date +%s)
if ! dpkg-query -W -f '${Status}\n' redmine redmine-sqlite puma 2>/dev/null | grep -c 'ok installed' | grep -qx 3; then
  if [ "$(id -u)" != 0 ]; then
    echo "Run as root once: apt-get install -y --no-install-recommends redmine redmine-sqlite puma && chmod o+r /etc/redmine/default/database.yml" >&2
    exit 1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redmine redmine-sqlite puma >/dev/null
fi
# The Gemfile reads this file to learn that SQLite is used; it holds no password.
[ -r /etc/redmine/default/database.yml ] && { [ "$(id -u)" != 0 ] || chmod o+r /etc/redmine/default/database.yml; }
wanted="$(dpkg-query -W -f '${Version}' redmine) $(cksum < "$here/seed.rb")"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
rm -rf "$dir/template"
mkdir -p "$dir/template"/{config,files,log,tmp,public/plugin_assets}
printf 'production:\n  adapter: sqlite3\n  database: %s/template/redmine.db\n  encoding: utf8\n' "$dir" > "$dir/template/config/database.yml"
printf 'a secret for a loopback lab only, used for nothing else, long enough for a key base 0123456789\n' > "$dir/template/config/secret_key.txt"
# An instance is named relative to Redmine's own folder; enough ".." lead to the root from there.
export X_DEBIAN_SITEID="../../../../../../$dir/template" RAILS_ENV=production REDMINE_LANG=en LANG=C.UTF-8
cd /usr/share/redmine
bundle exec rake db:migrate >"$dir/setup.log" 2>&1
# In a process of its own: the one that migrated still has the old columns in mind.
bundle exec rake redmine:load_default_data >>"$dir/setup.log" 2>&1
bundle exec rails runner "$here/seed.rb" >>"$dir/setup.log" 2>&1
printf '%s' "$wanted" > "$dir/installed"
echo "installed in $dir in $(($(date +%s) - started)) s, $(du -sm "$dir" | cut -f1) MB and $(du -sm /usr/share/redmine | cut -f1) MB in /usr/share/redmine"
