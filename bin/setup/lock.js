'use strict';
// Old-safe on purpose, like setup.js. One setup at a time in a folder; a lock whose owner is gone is broken.
var fs = require('fs');
var path = require('path');

var POLL_MS = 250;
var LONGEST_WAIT_MS = 10 * 60 * 1000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (_absent) {
    return undefined;
  }
}

/** Removes a lock whose owner is gone, unless somebody took it over in the meantime. */
function breakStale(file, content) {
  var aside = file + '.stale-' + process.pid;
  try {
    fs.renameSync(file, aside);
    if (read(aside) !== content) fs.renameSync(aside, file);
    else fs.unlinkSync(aside);
  } catch (_somebodyWasFaster) {
    return false;
  }
  return true;
}

/** Calls `then(error, release)` once this process holds the lock; says once that it waits. */
function hold(file, say, then) {
  var began = Date.now();
  var told = false;
  try {
    if (!fs.existsSync(path.dirname(file))) fs.mkdirSync(path.dirname(file));
  } catch (error) {
    if (error.code !== 'EEXIST') return then(error);
  }
  attempt();

  function attempt() {
    var own = JSON.stringify({ pid: process.pid, at: Date.now() });
    try {
      fs.writeFileSync(file, own, { flag: 'wx' });
    } catch (error) {
      return error.code === 'EEXIST' ? wait() : then(error);
    }
    var released = false;
    then(undefined, function release() {
      if (released) return;
      released = true;
      if (read(file) === own) fs.unlinkSync(file);
    });
  }

  function wait() {
    var content = read(file);
    var owner;
    try {
      owner = content ? JSON.parse(content).pid : undefined;
    } catch (_halfWritten) {
      owner = undefined;
    }
    if (content !== undefined && owner !== undefined && !isAlive(owner)) breakStale(file, content);
    else if (Date.now() - began > LONGEST_WAIT_MS)
      return then(new Error('another setup holds ' + file + ' for 10 minutes; delete it if none runs'));
    else if (!told) {
      told = true;
      say('Another setup is at work in this folder; waiting for it …');
    }
    setTimeout(attempt, POLL_MS);
  }
}

module.exports = { hold: hold };
