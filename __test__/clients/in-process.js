'use strict';

const path = require('node:path');
const { runToSuccess } = require('../helpers/processes/child');

/** What a client and a jar saw, in a process of their own: most clients are ES modules, which Jest's own loader can't load. */
async function visitInProcess(client, packageOfJar) {
  const { stdout } = await runToSuccess(path.join(__dirname, 'runner.mjs'), [client, packageOfJar]);
  return JSON.parse(stdout);
}

module.exports = { visitInProcess };
