#!/usr/bin/env bash
# Debian's DokuWiki (0.0.20220731.a on Debian 12) with PHP's own server, from Debian's packages: about half a minute; then
# a template folder that every start copies. Usage: setup.sh [FOLDER]
# (default: the user's cache folder, or LR_TARGETS/dokuwiki). Needs root once, for apt-get.
set -euo pipefail
dir="${1:-${LR_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready/targets}/dokuwiki}"
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
if [ ! -e /usr/share/dokuwiki/doku.php ] || ! command -v php >/dev/null; then
  if [ "$(id -u)" != 0 ]; then
    echo "Run as root once: apt-get install -y --no-install-recommends dokuwiki php-fpm php-cli php-xml" >&2
    exit 1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends dokuwiki php-fpm php-cli php-xml >/dev/null
fi
wanted="$(dpkg-query -W -f '${Version}' dokuwiki)"
if [ "$(cat "$dir/installed" 2>/dev/null || true)" = "$wanted" ]; then echo "already installed in $dir"; exit 0; fi
rm -rf "$dir/template"
# The package links its parts to system folders; a copy of its own keeps the machine's wiki, if there is one, out of this.
cp -rL /usr/share/dokuwiki "$dir/template"
rm -rf "$dir/template/conf" "$dir/template/data" "$dir/template/install.php"
cp -rL /etc/dokuwiki "$dir/template/conf"
mkdir -p "$dir/template/data"/{attic,cache,index,locks,log,media,media_attic,media_meta,meta,pages,tmp}
rm -f "$dir/template/conf/local.php" "$dir/template/conf/local.protected.php"
printf '<?php\ndefine("DOKU_CONF", dirname(__DIR__) . "/conf/");\n' > "$dir/template/inc/preload.php"
printf '%s' "$wanted" > "$dir/installed"
echo "installed in $dir, $(du -sm "$dir" | cut -f1) MB"
