'use strict';

// What loading the package and using it does to the built-in classes of the process.

const { execFileSync } = require('node:child_process');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');

/**
 * Prints which prototypes V8 has made slow: it keeps their methods in a table then, and compiles no call of one. A class that extends `String`
 * is enough.
 */
const SLOW = `
  for (const entry of ['index.js', 'crawlee.js', 'pool.js', 'redis.js', 'postgres.js']) require('./' + entry);
  const { Session } = require('./index.js');
  const partitionKey = { sourceOrigin: 'https://top.example', hasCrossSiteAncestor: true };
  const protocolKey = { topLevelSite: 'https://top.example', hasCrossSiteAncestor: true };
  const cookie = { name: 'a', value: 'b', domain: 'one.example', secure: true, partitionKey };
  const session = new Session();
  session.putPuppeteerCookies([cookie, { ...cookie, name: 'c', partitionKey: protocolKey }]);
  const found = session.getPuppeteerCookies().filter(({ partitionKey }) => typeof partitionKey === 'object').length;
  Session.fromStateText(session.getStateText());
  const classes = { Array, Boolean, Date, Function, Map, Number, Object, Promise, RegExp, Set, String, Symbol, WeakMap };
  const slow = Object.keys(classes).filter((name) => !%HasFastProperties(classes[name].prototype));
  console.log(JSON.stringify({ found, slow }));
`;

test('the methods of texts, arrays and other built-in objects stay as fast as before', () => {
  const out = execFileSync(process.execPath, ['--allow-natives-syntax', '-e', SLOW], { cwd: ROOT, encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual({ found: 2, slow: [] });
});
