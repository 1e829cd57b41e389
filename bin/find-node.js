'use strict';
// Old-safe on purpose: any Node may read this file, so that it can say what to do instead of a syntax error.
var fs = require('fs');
var os = require('os');
var path = require('path');
var childProcess = require('child_process');

var LEAST = '22.19';

/** True for versions that run this program: 22.19 or newer, without the short-lived 23. */
function isNewEnough(version) {
  var parts = /^v?(\d+)\.(\d+)/.exec(String(version || ''));
  if (!parts) return false;
  var major = Number(parts[1]);
  return major >= 24 || (major === 22 && Number(parts[2]) >= 19);
}

/** Folder names of the pinned Node packages that could fit this machine. */
function pinnedNames() {
  var platform = process.platform === 'win32' ? 'win' : process.platform;
  return ['node-' + platform + '-' + process.arch];
}

function exists(file) {
  try {
    return fs.statSync(file).isFile();
  } catch (_absent) {
    return false;
  }
}

/** The version that a binary reports, or undefined where it does not run (wrong libc, wrong architecture, not executable). */
function versionOf(binary) {
  var ran = childProcess.spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10000, windowsHide: true });
  return ran.status === 0 ? String(ran.stdout).trim() : undefined;
}

/** Pinned Node beside the package (a checkout, `npm pack` with bundled modules) or in a parent's node_modules (an install). */
function pinnedNodes(root) {
  var found = [];
  var file = process.platform === 'win32' ? path.join('bin', 'node.exe') : path.join('bin', 'node');
  var names = pinnedNames();
  var folder = root;
  for (;;) {
    for (var i = 0; i < names.length; i += 1) {
      var candidate = path.join(folder, 'node_modules', names[i], file);
      if (exists(candidate)) found.push(candidate);
    }
    var parent = path.dirname(folder);
    if (parent === folder) return found;
    folder = parent;
  }
}

function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch (_absent) {
    return [];
  }
}

/** Places where version managers and package managers keep a Node, newest version names first. */
function otherNodes() {
  var home = os.homedir ? os.homedir() : process.env.HOME || '';
  var name = process.platform === 'win32' ? 'node.exe' : 'node';
  var found = [];
  var i;
  var paths = String(process.env.PATH || '').split(path.delimiter);
  for (i = 0; i < paths.length; i += 1) if (paths[i]) found.push(path.join(paths[i], name));
  var managed = [
    [path.join(process.env.NVM_DIR || path.join(home, '.nvm'), 'versions', 'node'), path.join('bin', name)],
    [
      path.join(process.env.FNM_DIR || path.join(home, '.local', 'share', 'fnm'), 'node-versions'),
      path.join('installation', 'bin', name),
    ],
    [path.join(process.env.VOLTA_HOME || path.join(home, '.volta'), 'tools', 'image', 'node'), path.join('bin', name)],
    [path.join(home, '.local', 'share', 'mise', 'installs', 'node'), path.join('bin', name)],
    [path.join(home, '.asdf', 'installs', 'nodejs'), path.join('bin', name)],
  ];
  if (process.platform === 'win32') {
    managed = [[process.env.NVM_HOME || path.join(home, 'AppData', 'Roaming', 'nvm'), name]];
    found.push(path.join(process.env.ProgramFiles || 'C:\\Program Files', 'nodejs', name));
  } else {
    found.push('/opt/homebrew/bin/node', '/usr/local/bin/node', '/opt/homebrew/opt/node@24/bin/node', '/usr/bin/node');
  }
  for (i = 0; i < managed.length; i += 1) {
    var versions = list(managed[i][0]).sort().reverse();
    for (var j = 0; j < versions.length; j += 1) found.push(path.join(managed[i][0], versions[j], managed[i][1]));
  }
  return found;
}

/**
 * The Node to run with: { path, version }, or undefined where none is new enough. The pinned one wins; the running one
 * comes next; everything else on this machine after that.
 */
function findNode(root) {
  var pinned = pinnedNodes(root);
  var running = process.execPath;
  for (var i = 0; i < pinned.length; i += 1) {
    if (sameFile(pinned[i], running)) return { path: running, version: process.version };
    var version = versionOf(pinned[i]);
    if (isNewEnough(version)) return { path: pinned[i], version: version };
  }
  if (isNewEnough(process.version)) return { path: running, version: process.version };
  var others = otherNodes();
  var tried = {};
  for (var j = 0; j < others.length; j += 1) {
    if (tried[others[j]] || !exists(others[j])) continue;
    tried[others[j]] = true;
    var other = versionOf(others[j]);
    if (isNewEnough(other)) return { path: others[j], version: other };
  }
  return undefined;
}

function sameFile(one, other) {
  try {
    return fs.realpathSync(one) === fs.realpathSync(other);
  } catch (_absent) {
    return false;
  }
}

/** What to do where no Node is new enough, for the platform at hand. */
function adviceWithoutNode() {
  var ways = {
    darwin: '  brew install node@24\n  or the installer from https://nodejs.org (LTS)',
    win32: '  winget install OpenJS.NodeJS.LTS\n  or the installer from https://nodejs.org (LTS)',
  };
  var way =
    ways[process.platform] ||
    '  in a checkout: npm ci (brings its own Node for Linux x64 and arm64)\n  or the LTS build from https://nodejs.org, or: nvm install 24';
  return (
    'Launch Ready needs Node ' +
    LEAST +
    ' or newer (24 is tested); this is ' +
    process.version +
    ' and no newer one was found.\n' +
    'What to do:\n' +
    way +
    '\nThen run the same command again.\n'
  );
}

module.exports = { findNode: findNode, isNewEnough: isNewEnough, adviceWithoutNode: adviceWithoutNode, exists: exists };
