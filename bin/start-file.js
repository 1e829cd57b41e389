'use strict';
// What exec-node.js starts in a newer Node: node start-file.js FILE ARGS runs FILE as if it had been named itself.
process.argv.splice(1, 1);
require('./import-file.js')(process.argv[1]);
