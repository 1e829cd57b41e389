'use strict';
// Old-safe on purpose, like find-node.js.
var childProcess = require('child_process');
var os = require('os');
var path = require('path');
var finder = require('./find-node.js');

// By default V8 takes some 100 MB for new objects and lets old ones grow to a multiple of what is in use before it looks:
// hundreds of closed connections pile up. https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
var NURSERY = '--max-semi-space-size=8';
// One of V8's own, which Node does not promise to keep, so only for versions with which it was tried.
var GROWTH = '--heap-growing-percent=40';

function flagsFor(version) {
  return /^v2[24]\./.test(version) ? [NURSERY, GROWTH] : [NURSERY];
}

/**
 * Runs a program file with a Node that is new enough and a heap of modest size: as this process where it is one already, else
 * in a child with the same terminal, signals passed on and the exit code kept. Exits 70 where there is none.
 */
function execNode(root, file, args) {
  var node = finder.findNode(root);
  if (!node) {
    process.stderr.write(finder.adviceWithoutNode());
    process.exit(70);
    return;
  }
  var starter = path.join(__dirname, 'start-file.js');
  if (node.path === process.execPath) {
    // The same process starts anew with the flags. Where a system cannot do that (Windows), only memory is larger.
    if (process.execve && process.platform !== 'win32' && !heapIsSet())
      process.execve(
        node.path,
        [node.path].concat(flagsFor(node.version), process.execArgv, [starter, file], args),
        process.env
      );
    process.argv = [process.argv[0], file].concat(args);
    // A newer syntax lives in a file of its own, read only where it is understood.
    require('./import-file.js')(file);
    return;
  }
  var child = childProcess.spawn(node.path, flagsFor(node.version).concat([starter, file], args), {
    stdio: 'inherit',
    windowsHide: true,
  });
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (var i = 0; i < signals.length; i += 1) passOn(child, signals[i]);
  child.on('error', function (error) {
    process.stderr.write('Launch Ready could not start ' + node.path + ': ' + error.message + '\n');
    process.exit(70);
  });
  child.on('exit', function (code, signal) {
    if (signal) process.exit(128 + ((os.constants && os.constants.signals[signal]) || 15));
    process.exit(code);
  });
}

/** Whoever starts this, or this itself, has said how large the heap's nursery may be. */
function heapIsSet() {
  return /--max-semi-space-size/.test(process.execArgv.concat(process.env.NODE_OPTIONS || '').join(' '));
}

function passOn(child, signal) {
  process.on(signal, function () {
    // On a terminal the child has had the signal already; it takes two in quick succession for one.
    child.kill(signal);
  });
}

module.exports = execNode;
