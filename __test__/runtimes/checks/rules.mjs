// The helper functions.

import assert from 'node:assert/strict';
import {
  Cookie,
  canonicalDomain,
  cookieCompare,
  defaultPath,
  domainMatch,
  formatDate,
  getPublicSuffix,
  parseDate,
  pathMatch,
  permuteDomain,
  permutePath,
} from 'crawler-session';

export default {
  domains() {
    assert.equal(canonicalDomain('.EXÄMPLE.com'), 'xn--exmple-cua.com');
    assert.equal(domainMatch('www.example.com', 'example.com'), true);
    assert.equal(getPublicSuffix('a.b.example.co.uk'), 'example.co.uk');
    assert.deepEqual(permuteDomain('a.b.example.com'), ['example.com', 'b.example.com', 'a.b.example.com']);
  },

  paths() {
    assert.equal(defaultPath('/a/b'), '/a');
    assert.equal(pathMatch('/a/b', '/a'), true);
    assert.deepEqual(permutePath('/a/b'), ['/a/b', '/a', '/']);
  },

  dates() {
    const date = parseDate('Wed, 21 Oct 2099 07:28:00 GMT');
    assert.ok(date instanceof Date);
    assert.equal(formatDate(date), 'Wed, 21 Oct 2099 07:28:00 GMT');
    assert.equal(parseDate('no date'), undefined);
  },

  order() {
    const [a, b] = [new Cookie({ path: '/' }), new Cookie({ path: '/longer' })];
    assert.deepEqual([a, b].sort(cookieCompare), [b, a]);
  },
};
