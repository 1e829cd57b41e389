'use strict';
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** Loads an ES module by path. Kept apart because an old Node could not even parse it. */
module.exports = function importFile(file) {
  // Compiled code is kept in this user's own cache, not in a shared temporary folder: what lies there is run. Where it
  // cannot be written, starting only takes a second longer.
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  if (!process.env.NODE_COMPILE_CACHE) enableCompileCache(path.join(cache, 'launch-ready', 'code'));
  import(pathToFileURL(file).href).catch((error) => {
    if (
      error.code === 'ERR_MODULE_NOT_FOUND' &&
      !existsSync(path.join(__dirname, '..', 'node_modules')) &&
      file.endsWith('.ts')
    ) {
      process.stderr.write('The dependencies of this checkout are missing. Run: npm run setup\n');
      process.exit(70);
    }
    process.stderr.write(`Launch Ready could not start: ${process.env.LR_DEBUG ? error.stack : error.message}\n`);
    process.exit(70);
  });
};
