'use strict';
// Brings a checkout to the point where its commands run: dependencies by lockfile, a Node that is new enough, a browser.
// Old-safe JavaScript; quiet and fast where there is nothing to do. Exit 0 when ready, 69 when something is missing.
var fs = require('fs');
var path = require('path');
var childProcess = require('child_process');
var finder = require('./find-node.js');
var dependencies = require('./setup/dependencies.js');
var lock = require('./setup/lock.js');
var browser = require('./setup/browser.js');

var root = path.dirname(__dirname);

function say(text) {
  process.stderr.write(text + '\n');
}

function fail(text) {
  say(text);
  process.exit(69);
}

function install() {
  say('Setting up: installing dependencies by package-lock.json (once, about half a minute) …');
  var began = Date.now();
  var args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  var npm = process.env.npm_execpath;
  var options = { cwd: root, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, windowsHide: true };
  // Inherited npm_config_* of an outer `npm run --loglevel …` would change what ci does; the lockfile alone decides.
  var ran =
    npm && /\.c?js$/.test(npm)
      ? childProcess.spawnSync(process.execPath, [npm].concat(args), options)
      : childProcess.spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, withShell(options));
  if (ran.error)
    return fail(
      'npm could not be started (' +
        ran.error.message +
        '). Install Node with npm from https://nodejs.org, then run this again.'
    );
  if (ran.status !== 0)
    return fail(dependencies.explainFailure(String(ran.stderr || '') + String(ran.stdout || ''), root));
  say('Dependencies installed in ' + Math.round((Date.now() - began) / 1000) + ' s.');
}

function withShell(options) {
  if (process.platform === 'win32') options.shell = true;
  return options;
}

function ready() {
  var node = finder.findNode(root);
  if (!node) return fail(finder.adviceWithoutNode());
  var trouble = browser.ensure(root, say);
  if (trouble) return fail(trouble);
  dependencies.stamp(root);
}

function main() {
  if (!fs.existsSync(path.join(root, 'package-lock.json'))) return;
  if (dependencies.isStamped(root) && browser.find(root)) return;
  if (dependencies.fit(root)) return ready();
  lock.hold(path.join(root, '.launch-ready', 'setup.lock'), say, function (error, release) {
    if (error) return fail(dependencies.explainFailure(String(error.code + ' ' + error.message), root));
    process.on('exit', release);
    // Somebody else may have installed while we waited.
    if (!dependencies.fit(root)) install();
    ready();
    release();
  });
}

main();
