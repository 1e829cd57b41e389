'use strict';
const { pathToFileURL } = require('node:url');

/** Loads an ES module by path. Kept apart because an old Node could not even parse it. */
module.exports = function importFile(file) {
  import(pathToFileURL(file).href).catch((error) => {
    process.stderr.write(`Launch Ready could not start: ${process.env.LR_DEBUG ? error.stack : error.message}\n`);
    process.exit(70);
  });
};
