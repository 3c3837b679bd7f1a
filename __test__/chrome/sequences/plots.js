'use strict';

const { HOUR, FORMATS, partsOf } = require('../lines/dates');
const { utf8 } = require('../lines/octets');
const { PAST, dated, shuffled, value } = require('./site');

// What happens on a site, as lists of steps. A step is a visit, which is hops of which each redirects to the next, or a wait.

/** Waits until what was set with a lifetime of a second has ended. */
const WAIT = { wait: true };

const hop = (url, ...cookies) => ({ url, cookies, headers: [] });
const visit = (...hops) => ({ hops });
const look = (...urls) => urls.map((url) => visit(hop(url)));
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** Logs in as most frameworks do: what was there before is deleted in the same response, in the end perhaps to the same value. */
function login(random, site) {
  const { url, login: how, domain, gone, lasting } = site;
  const more = random.pick([[], [`user=${value(random)}${domain}`], [gone('guest'), `seen=1${lasting()}`]]);
  const sid = value(random);
  const cookies = [
    gone('sid', how + domain, random.pick([sid, 'deleted'])),
    `csrf=${value(random)}; Path=/`,
    `sid=${sid}${how}${domain}`,
  ];
  const entrance = [`guest=${value(random)}`, `csrf=${value(random)}`, `sid=${sid}${how}${domain}`];
  return [
    visit(hop(url('/login'), ...shuffled(random, entrance))),
    visit(
      hop(url('/login/check'), ...random.pick([cookies, shuffled(random, [...cookies, ...more])])),
      hop(url('/account')),
    ),
    ...look(url('/account/orders'), url('/')),
  ];
}

/** Tokens that are given again and again, sometimes the same ones. */
function refresh(random, { url, login: how, domain, secure, lasting }) {
  return times(1 + random.below(4), () => {
    const cookies = [`access=${random.pick(['t1', 't2', 't3'])}${how}${domain}${lasting()}`];
    if (random.chance(0.7)) {
      cookies.push(`refresh=${random.pick(['r1', 'r2'])}; Path=/auth; HttpOnly${secure}${domain}`);
    }
    if (random.chance(0.3)) cookies.push(`access=${random.pick(['t1', 't2'])}${how}${domain}`);
    const [asked] = look(random.pick([url('/auth/refresh'), url('/api/me')]));
    return [visit(hop(url('/auth/refresh'), ...shuffled(random, cookies))), asked];
  }).flat();
}

/** Logs out, in a way that works or doesn't (another path, another domain), and in again. */
function logout(random, site) {
  const { url, login: how, domain, gone } = site;
  const cookies = ['sid', 'access', 'csrf', 'user'].map((name) =>
    gone(name, random.pick([how + domain, how, '; Path=/', ''])),
  );
  return [visit(hop(url('/logout'), ...shuffled(random, cookies)), hop(url('/'))), ...login(random, site)];
}

/** A banner, and what is set once people agree. */
function consent(random, { url, domain, lasting, gone }) {
  const agreed = [`consent=${random.pick(['all', 'none'])}${domain}${lasting()}; Path=/`];
  if (random.chance(0.6)) {
    agreed.push(`_ga=GA1.2.${random.below(1e6)}${domain}; Path=/; Max-Age=63072000`, `_gid=GA1.2.1${domain}; Path=/`);
  }
  if (random.chance(0.3)) agreed.push(gone('consent', '; Path=/'));
  return [
    visit(hop(url('/'), `consent=pending${random.pick(['', domain])}; Path=/`)),
    visit(hop(url('/consent'), ...agreed)),
    ...look(url('/'), url('/shop/item')),
  ];
}

/** Off to another site, which sends back. */
function singleSignOn(random, { url, secure, login: how, gone }) {
  const provider = 'https://login.{other}';
  const back = `; Path=/callback; HttpOnly${secure}${random.pick(['', '; SameSite=Lax'])}`;
  const sameSite = random.pick(['None', 'Lax', 'Strict']);
  return [
    visit(
      hop(url('/account'), `state=${value(random)}${back}`, 'target=/account; Path=/'),
      hop(`${provider}/authorize`, `idp=${value(random)}; Secure; SameSite=${sameSite}`, 'hint=1; Domain={other}'),
      hop(`${provider}/authorize/confirm`, gone('hint', '; Domain={other}'), `idp=${value(random)}; Secure; HttpOnly`),
      hop(url('/callback'), gone('state', back), `sid=${value(random)}${how}`, gone('target', '; Path=/')),
      hop(url('/account')),
    ),
    ...look(`${provider}/authorize`, 'https://{other}/', url('/callback')),
  ];
}

/** Cookies of the same names for several paths, hosts and schemes. */
function places(random, { host, domain }) {
  const cookie = () => {
    const attributes = [
      random.pick(['', '', domain, '; Domain={site}', '; Domain=.{site}', '; Domain=']),
      random.pick([
        '',
        '',
        ...['/', '/shop', '/shop/', '/shop/cart', '/a b', '/a%20b'].map((path) => `; Path=${path}`),
      ]),
      random.pick(['', '', '; Secure', '; HttpOnly', '; Max-Age=0', '; Max-Age=7200', '; Priority=Low', `; ${PAST}`]),
    ];
    const name = random.pick(['a', 'b', 'cart', '']);
    const text = random.pick(['1', '2', name === '' ? 'x' : value(random)]);
    return `${name}=${text}${attributes.join('')}`;
  };
  const schemes = ['https', 'https', 'http'];
  const place = (path) => `${random.pick(schemes)}://${host(random.pick(['', 'www', 'api', 'a.b']))}${path}`;
  const set = () => hop(place(random.pick(['/', '/shop/cart', '/a%20b/c'])), ...times(1 + random.below(4), cookie));
  return times(3 + random.below(5), () => [visit(set()), ...look(place('/'), place('/shop/cart/x'))]).flat();
}

/** Plain http meets cookies that https has set. */
function insecure(random, { host, gone }) {
  const anyHost = () => host(random.pick(['', 'www']));
  const path = `; Path=${random.pick(['/', '/x', '/x/y'])}${random.pick(['', '; Domain={site}'])}`;
  const other = `; Path=${random.pick(['/', '/x', '/x/y', '/q'])}${random.pick(['', '', '; Domain={site}'])}`;
  const prefixed = random.pick(['__Host-h=1; Secure; Path=/', '__Secure-s=1; Secure']);
  const attempt = random.pick([`sid=${value(random)}${other}`, gone('sid', other)]);
  return [
    visit(hop(`https://${anyHost()}/x/y`, `sid=${value(random)}; Secure${path}`, 'b=1', prefixed)),
    visit(hop(`http://${anyHost()}/x/y`, attempt, 'SID=1', 'b=2', '__Secure-s=2; Secure')),
    ...look(`https://${anyHost()}/x/y`, `http://${anyHost()}/x/y`, `https://${host('www')}/`),
  ];
}

/** What is there for a second: set again afterwards it is new, even if nobody asked for it and its value is the same. */
function shortLived(random, { url, domain }) {
  const life = random.pick(['Max-Age=1', `Max-Age=1; ${PAST}`]);
  const flash = `flash=${value(random)}`;
  const again = ['c=1; Path=/', `${random.pick([flash, `flash=${value(random)}`])}${domain}; Path=/`];
  return [
    visit(hop(url('/'), `${flash}; ${life}${domain}; Path=/`, 'b=1; Path=/')),
    WAIT,
    ...random.pick([look(url('/')), []]),
    visit(hop(url('/again'), ...shuffled(random, again))),
    ...look(url('/'), url('/again')),
  ];
}

/** More cookies than a browser keeps, some of them asked for in between. */
function many(random, { url, scheme, gone }) {
  const attributes = ['', '; Priority=Low', '; Priority=High', '; Priority=Medium'];
  if (scheme === 'https') attributes.push(...attributes.map((one) => `${one}; Secure`));
  const kinds = times(1 + random.below(3), () => random.pick(attributes));
  const paths = random.pick([['/'], ['/a', '/b', '/a/c']]);
  const anyPath = () => `; Path=${random.pick(paths)}`;
  const home = url('/', '');
  const ask = () => look(url(random.pick(paths), ''));
  const steps = [];
  const total = 181 + random.below(60);
  for (let set = 0; set < total; ) {
    const kind = random.pick(kinds) + anyPath();
    const cookies = times(10 + random.below(31), () => {
      return `n${set++}=1${random.chance(0.9) ? kind : random.pick(attributes) + anyPath()}`;
    });
    if (random.chance(0.2)) cookies.push(`n${random.below(set)}=${random.pick(['1', '2'])}${kind}`);
    if (random.chance(0.1)) cookies.push(gone(`n${random.below(set)}`, anyPath()));
    steps.push(visit(hop(home, ...cookies)));
    if (random.chance(0.3)) steps.push(...ask());
  }
  const last = times(40, (index) => `m${index}=1${random.pick(attributes)}`);
  const asked = paths.flatMap((path) => look(url(path, '')));
  return [...steps, ...asked, visit(hop(home, ...last)), ...asked];
}

/** Partitioned cookies beside others of their names, and more octets of them than a partition takes. */
function partitioned(random, { host }) {
  const home = `https://${host('')}`;
  const own = (name, text) =>
    `${name}=${text}; Secure; Partitioned${random.pick(['', '; Path=/', '; SameSite=None', '; HttpOnly'])}`;
  const big = times(random.pick([0, 0, 2, 3, 4]), (index) => own(`big${index}`, 'x'.repeat(2000 + random.below(2090))));
  const second = [own('a', '3'), own('a', '1'), 'a=2', `${own('a', '')}; Max-Age=0`, 'a=; Max-Age=0'];
  return [
    visit(hop(`${home}/`, own('a', '1'), 'a=2', own('b', value(random)), ...big)),
    ...look(`${home}/`),
    visit(hop(`${home}/`, random.pick(second), 'c=1; Partitioned')),
    ...look(`${home}/`, `${home}/x`),
  ];
}

/** A name beyond ASCII gets values of every kind and is deleted, beside one that has the same letter in Latin-1. */
function octets(random, { url, domain, gone }) {
  const home = url('/', '');
  const name = utf8(random.pick(['ü', 'città']));
  const text = () => random.pick(['1', utf8('Zürich'), 'Z\xfcrich', utf8('ü'), '\xfc']);
  const attributes = `${domain}; Path=/`;
  const set = (key) => `${key}=${text()}${attributes}`;
  const again = () => random.pick([set(name), set(name), set('\xfc'), gone(name, attributes, text())]);
  const more = times(2 + random.below(3), () => [visit(hop(home, again())), ...look(home)]);
  // The protocol doesn't tell a Latin-1 name from others, so none is left.
  const end = [gone('\xfc', attributes, text()), ...random.pick([[], [gone(name, attributes, text())]])];
  return [
    visit(hop(home, ...shuffled(random, [set(name), set('\xfc'), 'b=1; Path=/']))),
    ...more.flat(),
    visit(hop(home, ...end)),
    ...look(home),
  ];
}

/** A server whose clock is wrong. */
function clock(random, { url }) {
  const server = Date.now() + (random.chance(0.5) ? 1 : -1) * (1 + random.below(5)) * HOUR;
  const expires = (offset) => `; Expires=${dated(random, server + offset)}`;
  const lives = [expires(HOUR / 2), expires(-HOUR / 2), '; Max-Age=1800', expires(500 * 24 * HOUR)];
  const cookies = lives.map((life, index) => `${'abcd'[index]}=1${life}`);
  const headers = [`Date: ${FORMATS[random.below(3)](partsOf(server))}`];
  return [visit({ ...hop(url('/'), ...shuffled(random, cookies)), headers }), ...look(url('/'), url('/x'))];
}

module.exports = {
  PLOTS: {
    login,
    refresh,
    logout,
    consent,
    singleSignOn,
    places,
    insecure,
    shortLived,
    many,
    partitioned,
    octets,
    clock,
  },
};
