// The class Cookie.

import assert from 'node:assert/strict';
import { Cookie, fromJSON, parse } from 'crawler-session';

const LINE = 'a=b; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Max-Age=60; Domain=example.com; Path=/p; Secure; HttpOnly; X';

export default {
  'a line is read and written'() {
    const cookie = parse(LINE);
    assert.ok(cookie instanceof Cookie);
    assert.equal(cookie.toString(), LINE);
    assert.deepEqual(cookie.expires, new Date(Date.UTC(2099, 9, 21, 7, 28)));
    assert.ok(cookie.expires instanceof Date);
    assert.deepEqual(
      [cookie.key, cookie.maxAge, cookie.domain, cookie.secure, cookie.extensions],
      ['a', 60, 'example.com', true, ['X']],
    );
    assert.equal(parse('no cookie'), undefined);
  },

  'a cookie goes through JSON'() {
    const cookie = parse(LINE);
    const again = fromJSON(JSON.stringify(cookie));
    assert.equal(again.toString(), LINE);
    assert.deepEqual(again.toJSON(), cookie.toJSON());
    assert.equal(cookie.clone().validate(), true);
    assert.equal(cookie.TTL(), 60_000);
  },
};
