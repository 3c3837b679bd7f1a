// The package by `require` and by `import`: the same classes, all exports by their names.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import main, * as named from 'crawler-session';
import crawleeMain, * as crawleeNamed from 'crawler-session/crawlee';
import poolMain, * as poolNamed from 'crawler-session/pool';
import postgresMain, * as postgresNamed from 'crawler-session/postgres';
import redisMain, * as redisNamed from 'crawler-session/redis';
import storeTestsMain, * as storeTestsNamed from 'crawler-session/store-tests';

const require = createRequire(import.meta.url);

export default {
  'require and import give the same'() {
    const required = require('crawler-session');
    assert.equal(main, required);
    assert.equal(crawleeMain, require('crawler-session/crawlee'));
    assert.equal(poolMain, require('crawler-session/pool'));
    assert.equal(redisMain, require('crawler-session/redis'));
    assert.equal(postgresMain, require('crawler-session/postgres'));
    assert.equal(storeTestsMain, require('crawler-session/store-tests'));
  },

  'each export is there as a named import'() {
    for (const [module, names] of [
      [main, named],
      [crawleeMain, crawleeNamed],
      [poolMain, poolNamed],
      [redisMain, redisNamed],
      [postgresMain, postgresNamed],
      [storeTestsMain, storeTestsNamed],
    ]) {
      assert.ok(Object.keys(module).length >= 1);
      for (const name of Object.keys(module)) assert.equal(names[name], module[name], name);
    }
  },

  'a dynamic import gives the same'() {
    return import('crawler-session').then(({ Session }) => assert.equal(Session, main.Session));
  },

  'files that are no part of the API are not exported'() {
    // The code is ERR_PACKAGE_PATH_NOT_EXPORTED but in Bun, which has MODULE_NOT_FOUND for all that it can't resolve.
    assert.throws(() => require('crawler-session/binding.js'), {
      code: /^(ERR_PACKAGE_PATH_NOT_EXPORTED|MODULE_NOT_FOUND)$/,
    });
    assert.equal(require('crawler-session/package.json').name, 'crawler-session');
  },
};
