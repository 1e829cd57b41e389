'use strict';
// Old-safe on purpose, like setup.js. Only looks whether a browser can be had; finding and starting it is the audit's job.
var fs = require('fs');
var path = require('path');
var childProcess = require('child_process');

var places = {
  linux: [
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Path of a browser, or of the one packed in a dependency (Linux x64); undefined where there is none. */
function find(root) {
  var candidates = [process.env.CHROME_PATH].concat(places[process.platform] || []);
  for (var i = 0; i < candidates.length; i += 1)
    if (candidates[i] && fs.existsSync(candidates[i])) return candidates[i];
  var packed = path.join(root, 'node_modules', '@sparticuz', 'chromium', 'bin', 'chromium.br');
  return process.platform === 'linux' && process.arch === 'x64' && fs.existsSync(packed) ? packed : undefined;
}

/** Undefined when a browser is there or could be installed; else what to do. */
function ensure(root, say) {
  if (find(root)) return undefined;
  var isRoot = process.getuid && process.getuid() === 0;
  if (process.platform === 'linux' && isRoot && fs.existsSync('/usr/bin/apt-get')) {
    say('Setting up: installing chromium-headless-shell …');
    var options = { encoding: 'utf8', env: Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' }) };
    childProcess.spawnSync('apt-get', ['update', '-q'], options);
    childProcess.spawnSync(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', 'chromium-headless-shell'],
      options
    );
    if (find(root)) return undefined;
  }
  var way = {
    darwin: 'Install Google Chrome (brew install --cask google-chrome)',
    win32: 'Install Google Chrome or Microsoft Edge',
  };
  return (
    'No browser was found on this machine, and the demo and the sign-in checks need one.\n' +
    (way[process.platform] || 'Install one: apt-get install chromium-headless-shell') +
    ', or set CHROME_PATH to the browser’s program file, then run this again.'
  );
}

module.exports = { find: find, ensure: ensure };
