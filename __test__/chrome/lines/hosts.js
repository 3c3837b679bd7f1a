'use strict';

const { utf8 } = require('./octets');

/** Three octets of an address. */
const address = (number) => [number >> 16, (number >> 8) & 255, number & 255].join('.');

const named = (site, prefix = '') => ({ host: prefix + site, site });

/**
 * Kinds of hosts. Each makes the `number`th host of its kind and the site that the host is of: no two share cookies, so lines don't
 * meet. Where a kind has one host only it is `shared`: one line of it for a profile.
 */
const KINDS = {
  site: { weight: 8, of: (number) => named(`s${number}.example`) },
  subdomain: { weight: 8, of: (number) => named(`s${number}.example`, 'www.') },
  deepSubdomain: { weight: 2, of: (number) => named(`s${number}.example`, 'a.b.') },
  underSuffix: { weight: 2, of: (number) => named(`s${number}.co.uk`, 'www.') },
  onSuffix: { weight: 2, of: (number) => named(`s${number}.github.io`) },
  wildcardSuffix: { weight: 1, of: (number) => named(`s${number}.ck`) },
  underWildcard: { weight: 1, of: (number) => named(`s${number}.ck`, 'a.b.') },
  label: { weight: 2, of: (number) => named(`s${number}`) },
  underLabel: { weight: 1, of: (number) => named(`s${number}`, 'a.') },
  underLocalhost: { weight: 3, of: (number) => named(`s${number}.localhost`) },
  deepUnderLocalhost: { weight: 1, of: (number) => named(`s${number}.localhost`, 'b.') },
  special: {
    weight: 2,
    of: (number) => named(`s${number}.${['local', 'test', 'invalid', 'internal', 'home.arpa'][number % 5]}`),
  },
  dotted: { weight: 2, of: (number) => named(`s${number}.example.`, number % 2 ? 'www.' : '') },
  dottedLabel: { weight: 1, of: (number) => named(`s${number}.`) },
  international: {
    weight: 2,
    of: (number) => ({
      ...named(new URL(`http://bücher${number}.example`).hostname),
      unicode: `bücher${number}.example`,
    }),
  },
  underscore: { weight: 1, of: (number) => named(`s${number}.example`, 'a_b.') },
  address: { weight: 2, of: (number) => named(`10.${address(number)}`) },
  loopback: { weight: 2, of: (number) => named(`127.${address(number + 256)}`) },
  address6: { weight: 1, of: (number) => named(`[fd00::${(number + 1).toString(16)}]`) },
  ...Object.fromEntries(
    ['localhost', 'localhost.', '127.0.0.1', '[::1]', 'github.io', 'co.uk', 'com', 'local'].map((host) => [
      host,
      { weight: 0.3, shared: true, of: () => named(host) },
    ]),
  ),
};

const WEIGHTED = Object.entries(KINDS).map(([kind, { weight }]) => [weight, kind]);

/** What a template names of a host: `{host}`, `{site}`, their parent and other ways to write them. */
function fill(template, { host, site, unicode = host }) {
  const names = {
    host,
    site,
    parent: site.replace(/^[^.]*\.?/, ''),
    HOST: host.toUpperCase(),
    unicode: utf8(unicode),
    escaped: `%${host.charCodeAt(0).toString(16)}${host.slice(1)}`,
    half: host.slice(1),
    bare: host.replace(/^\[|\]$|\.$/g, ''),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
}

module.exports = { KINDS, WEIGHTED, fill };
