'use strict';
// Old-safe on purpose, like setup.js.
var crypto = require('crypto');
var fs = require('fs');
var path = require('path');

function stampFile(root) {
  return path.join(root, 'node_modules', '.launch-ready-stamp');
}

/** What a stamp must say: the lockfile's hash and the platform it was installed for. */
function mark(root) {
  var hash = crypto
    .createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  return hash + ' ' + process.platform + ' ' + process.arch + '\n';
}

function isStamped(root) {
  try {
    return fs.readFileSync(stampFile(root), 'utf8') === mark(root);
  } catch (_absent) {
    return false;
  }
}

/** Written after everything else succeeded; lives in node_modules, so it goes when that goes. */
function stamp(root) {
  try {
    var draft = stampFile(root) + '.' + process.pid;
    fs.writeFileSync(draft, mark(root));
    fs.renameSync(draft, stampFile(root));
  } catch (_readOnly) {
    // A read-only checkout works too: the next run only looks a little longer.
    return false;
  }
  return true;
}

function readLock(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages || {};
  } catch (_unreadable) {
    return undefined;
  }
}

function allows(list, value) {
  if (!list) return true;
  if (list.indexOf('!' + value) >= 0) return false;
  for (var i = 0; i < list.length; i += 1) if (list[i].charAt(0) !== '!') return list.indexOf(value) >= 0;
  return true;
}

/** True where node_modules holds what the lockfile asks for on this platform, whoever installed it. */
function fit(root) {
  if (isStamped(root)) return true;
  var wanted = readLock(path.join(root, 'package-lock.json'));
  var present = readLock(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  var names = Object.keys(wanted);
  for (var i = 0; i < names.length; i += 1) {
    var want = wanted[names[i]];
    if (names[i] === '' || want.link || names[i].indexOf('node_modules/') !== 0) continue;
    if (!allows(want.os, process.platform) || !allows(want.cpu, process.arch)) continue;
    var have = present[names[i]];
    // Optional packages may be absent for a reason that the lockfile cannot tell (libc); the others may not.
    if (!have && (want.optional || want.peer)) continue;
    if (!have || have.version !== want.version) return false;
    if (!fs.existsSync(path.join(root, names[i], 'package.json'))) return false;
  }
  return true;
}

/** Turns npm's output into what happened and what to do. */
function explainFailure(output, root) {
  var what;
  if (/ENOSPC/.test(output)) what = 'the disk is full. Free about 600 MB and run this again.';
  else if (/EACCES|EPERM|EROFS/.test(output))
    what = 'this user may not write here. Give it the folder (chown -R "$USER" .) or clone into a folder of your own.';
  else if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output))
    what =
      'the npm registry cannot be reached. Check the network, proxy and `npm config get registry`, then run this again.';
  else if (/ENOENT/.test(output) && !fs.existsSync(root)) what = 'the folder is gone.';
  else what = 'npm said:\n' + output.trim().split('\n').slice(-8).join('\n');
  return 'Setup stopped in ' + root + ': ' + what;
}

module.exports = { isStamped: isStamped, stamp: stamp, fit: fit, explainFailure: explainFailure };
