'use strict';
// node bin/run-in-node.js FILE [ARGS]: runs a TypeScript file of this checkout with a Node that is new enough.
var path = require('path');
var execNode = require('./exec-node.js');

execNode(path.dirname(__dirname), path.resolve(process.argv[2]), process.argv.slice(3));
