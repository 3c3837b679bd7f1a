// Cookie files, in and out.

import assert from 'node:assert/strict';
import { CookieError, formatCookies, parseCookies } from 'crawler-session';

const cookie = { name: 'a', value: 'é', domain: '.example.com', path: '/', secure: true };

export default {
  roundTrip() {
    for (const format of ['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie']) {
      const file = parseCookies(formatCookies([cookie], format));
      assert.deepEqual([file.format, file.problems], [format, []]);
      assert.equal(file.cookies[0].value, 'é');
    }
  },

  problems() {
    const { cookies, problems } = parseCookies('# HTTP Cookie File\na b c\n.example.com\tTRUE\t/\tTRUE\t0\ta\tb\n');
    assert.equal(cookies.length, 1);
    assert.deepEqual([problems[0].line, problems[0].code], [2, 'COOKIE_FILE_FIELDS']);
  },

  manyBatches() {
    const lines = Array.from({ length: 2000 }, (_, index) => `h${index}.example\tFALSE\t/\tTRUE\t0\tn${index}\tv`);
    const { cookies } = parseCookies(lines.join('\n'));
    assert.deepEqual([cookies.length, cookies[1999].domain, cookies[1999].name], [2000, 'h1999.example', 'n1999']);
  },

  errors() {
    assert.throws(() => parseCookies('nothing'), { name: 'TypeError', code: 'ERR_UNKNOWN_COOKIE_FILE' });
    assert.throws(() => formatCookies([{ name: 'a', value: '\n', domain: 'a.example' }], 'netscape'), CookieError);
  },
};
