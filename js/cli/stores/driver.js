'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');
const { Failure } = require('../failures');

/**
 * The driver of a database: the first of these packages that the user's project has, in whose folder the command runs, or that is installed
 * beside this one. None of them is a dependency.
 *
 * @returns {{ name: string, driver: object }}
 */
function requireDriver(names, what) {
  for (const place of [path.join(process.cwd(), 'package.json'), __filename]) {
    const requireFrom = createRequire(place);
    for (const name of names) {
      try {
        return { name, driver: requireFrom(name) };
      } catch (error) {
        if (error.code !== 'MODULE_NOT_FOUND') throw new Failure(`${name} can't be loaded: ${error.message}`);
      }
    }
  }
  throw new Failure(`${what} needs a driver in your project: npm install ${names.join(', or ')}`);
}

module.exports = { requireDriver };
