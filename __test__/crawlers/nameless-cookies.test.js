'use strict';

// Promises: A7

const { Session } = require('../../crawlee');

test('the Cookie header has no pair without a name', () => {
  const session = new Session();
  const cookie = (name, value, path = '/') => ({ name, value, domain: 'shop.example', path });
  session.setCookies([cookie('', 'alone'), cookie('a', '1'), cookie('', 'deep', '/deep'), cookie('b', 'c=d')]);
  expect(session.getCookieString('https://shop.example/deep')).toBe('a=1; b=c=d');
  expect(session.getCookies('https://shop.example/deep')).toHaveLength(4);
});
