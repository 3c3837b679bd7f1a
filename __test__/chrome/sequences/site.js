'use strict';

const { HOUR, FORMATS, partsOf } = require('../lines/dates');
const { utf8 } = require('../lines/octets');

const PAST = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln';
const VALUES = ['1', 'abc', '', 'a b', '"q"', TOKEN, 'a%20b', '{"a":1}', 'a=b', utf8('Zürich'), utf8('日本')];
const value = (random) => random.pick(VALUES);

const dated = (random, time) => random.pick(FORMATS)(partsOf(time));

function shuffled(random, list) {
  return list
    .map((one) => [random.next(), one])
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}

/** The hosts of a site, and how it sets its cookies. `{site}` stands for its name. */
function siteOf(random, { subdomains = true } = {}) {
  const scheme = random.chance(0.8) ? 'https' : 'http';
  const host = (name) => (subdomains && name !== '' ? `${name}.{site}` : '{site}');
  const domain = subdomains && random.chance(0.5) ? '; Domain={site}' : '';
  const secure = scheme === 'https' && random.chance(0.6) ? '; Secure' : '';
  return {
    scheme,
    host,
    url: (path, name = random.pick(['', 'www'])) => `${scheme}://${host(name)}${path}`,
    /** The attributes of a cookie for the whole site, if it has one. */
    domain,
    secure,
    /** The attributes of the cookie of a login. */
    login: [
      random.pick(['; Path=/', '; Path=/', '']),
      random.pick(['', '; HttpOnly']),
      secure,
      random.pick(['', '; SameSite=Lax', '; SameSite=Strict']),
    ].join(''),
    /** A life of hours or days, or until the browser is closed. */
    lasting: () => random.pick(['; Max-Age=7200', `; Expires=${dated(random, Date.now() + 48 * HOUR)}`, '']),
    /** Deletes a cookie that was set with these attributes. */
    gone: (name, attributes = '', text = random.pick(['', 'deleted', '1'])) =>
      `${name}=${text}${attributes}; ${random.pick([PAST, 'Max-Age=0', 'Max-Age=-1', `Max-Age=0; ${PAST}`])}`,
  };
}

module.exports = { PAST, dated, shuffled, siteOf, value };
