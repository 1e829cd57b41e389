'use strict';
// Old-safe on purpose, like find-node.js.
var childProcess = require('child_process');
var os = require('os');
var path = require('path');
var finder = require('./find-node.js');

/**
 * Runs a program file with a Node that is new enough: in this process where it is one already, else in a child with the
 * same terminal, signals passed on and the exit code kept. Exits 70 where there is none.
 */
function execNode(root, file, args) {
  var node = finder.findNode(root);
  if (!node) {
    process.stderr.write(finder.adviceWithoutNode());
    process.exit(70);
    return;
  }
  if (node.path === process.execPath) {
    process.argv = [process.argv[0], file].concat(args);
    // A newer syntax lives in a file of its own, read only where it is understood.
    require('./import-file.js')(file);
    return;
  }
  var child = childProcess.spawn(node.path, [path.join(__dirname, 'start-file.js'), file].concat(args), {
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

function passOn(child, signal) {
  process.on(signal, function () {
    // On a terminal the child has had the signal already; it takes two in quick succession for one.
    child.kill(signal);
  });
}

module.exports = execNode;
