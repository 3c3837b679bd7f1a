'use strict';

// Expiries that the original misread when it took them from a browser: its state still has them, and here they are read for what
// they were.
// Promises: P6

const { EventEmitter } = require('node:events');
const { Session: Original } = require('apify-018/build/session_pool/session');
const { Session } = require('../..');

/** The original demands a pool of a class of this name. */
class SessionPool extends EventEmitter {}

test('seconds that it took for milliseconds, and session cookies, come back', () => {
  const original = new Original({ sessionPool: new SessionPool() });
  const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
  original.putPuppeteerCookies(
    [
      { name: 'persistent', value: '1', domain: 'example.com', path: '/', expires: tomorrow },
      { name: 'session', value: '1', domain: 'example.com', path: '/', expires: -1 },
      { name: 'gone', value: '1', domain: 'example.com', path: '/', expires: 0 },
    ],
    'https://example.com/',
  );
  const restored = new Session(JSON.parse(JSON.stringify(original.getState())));
  expect(restored.getPuppeteerCookies().map(({ name, expires }) => [name, expires])).toEqual([
    ['persistent', tomorrow],
    ['session', -1],
  ]);
  expect(restored.getCookieString('https://example.com/')).toBe('persistent=1; session=1');
});
