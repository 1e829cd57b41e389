#!/usr/bin/env node
'use strict';
// The launcher: old-safe JavaScript, so that any Node can read it and say what is missing.
var path = require('path');
var finder = require('./find-node.js');
var execNode = require('./exec-node.js');

var root = path.dirname(__dirname);
// Node does not strip types below node_modules: an installed package brings dist/, a checkout runs the sources.
var source = path.join(root, 'src', 'cli', 'main.ts');
var packed = path.join(root, 'dist', 'src', 'cli', 'main.js');
execNode(root, finder.exists(source) ? source : packed, process.argv.slice(2));
