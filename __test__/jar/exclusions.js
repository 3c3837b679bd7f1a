'use strict';

const { isIP } = require('node:net');
const { canonicalDomain, getPublicSuffix } = require('tough-cookie');
const { octets } = require('./octets');

/** Inputs that the comparisons with tough-cookie leave out, each with the reason. What ours does with them has its own tests. */

/** Wanted: `parse` refuses DEL in a name or value as both refuse the other control characters. */
const hasDel = (line) => line.includes('\u007f');

/** Fault of tough-cookie: its URL parser throws for NUL even where all else is ASCII, and takes tabs and line breaks out of names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const hasControl = (domain) => /[\u0000-\u001f\u007f]/.test(domain);

/** Wanted: attributes whose value has more than 1,024 octets are ignored. */
const hasLongAttribute = (line) =>
  line
    .split(';')
    .slice(1)
    .some((attribute) => octets((attribute.split(/=(.*)/s)[1] ?? '').replace(/^[ \t]+|[ \t]+$/g, '')) > 1024);

/** Wanted: these attributes are ours to write. */
const hasOwnAttribute = (line) => /;\s*crawler-session-(partition|expiry)\s*(=|;|$)/i.test(line);

/** Half a character is no text: it can't cross into Rust. No header, URL or file holds one. */
const hasLoneSurrogate = (text) => !text.isWellFormed();

/** Fault of tough-cookie: it takes the host out of `http://${domain}`, but only of a domain that is not ASCII. */
const isPartOfUrl = (domain) => !isAscii(domain) && /[%/:@?#\\]/.test(domain);

/** Wanted: a name that is not ASCII has a canonical form only if it is a host's; none begins with a dot, of any script. */
const hasEmptyStart = (domain) => !isAscii(domain) && /^\.?[.。．｡]/.test(domain.trim());

/** Wanted: where tough-cookie's URL parser throws, there is no canonical domain. */
function isNoHost(domain) {
  try {
    canonicalDomain(domain);
    return false;
  } catch {
    return true;
  }
}

/** A domain of which both make the same canonical one. */
const isComparable = (domain) =>
  ![hasControl, hasLoneSurrogate, isPartOfUrl, hasEmptyStart, isNoHost].some((left) => left(domain));

/** Fault of tough-cookie: a name with a colon is an address or nothing, but it gives `a:b.example.com` to `example.com`. */
const hasColonInName = (domain) => domain.includes(':') && !isAddress(domain.trim());

/** Fault of tough-cookie: its public suffix list reads URLs, so that `example.com:80` and `a@example.com` are registrable domains. */
const isUrlOrSpaced = (domain) => /[^!-~\u0080-\uffff]|[\s/:@?#\\[\]]|\.\.$/.test(domain) && !isAddress(domain);

/** Fault of tough-cookie: it makes letters beyond ASCII small only if a letter of ASCII is a capital. */
const hasCapitalsBeyondAscii = (domain) => !isAscii(domain) && domain !== domain.toLowerCase();

/** Fault of tough-cookie: of its own registrable domain in another spelling, a domain counts as a subdomain without a name. */
const isSpelledOtherwise = (domain) =>
  domain.toLowerCase().replace(/\.$/, '') !== domain &&
  domain.toLowerCase().replace(/\.$/, '') === getPublicSuffix(domain, { ignoreError: true });

/** Fault of tough-cookie: of a path that doesn't begin with a slash it cuts single letters. */
const isRelative = (path) => path !== '' && !path.startsWith('/');

/** Fault of tough-cookie: a cookie-date is made of octets (RFC 6265 section 5.1.1), and any octet may follow a number or a month. */
const isBeyondLatin1 = (date) => /[\u0100-\uffff]/.test(date);

/** IPv6 with brackets or without. */
function isAddress(text) {
  return isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function isAscii(text) {
  return !/[\u0080-\uffff]/.test(text);
}

module.exports = {
  hasCapitalsBeyondAscii,
  hasColonInName,
  hasControl,
  hasDel,
  hasLoneSurrogate,
  hasLongAttribute,
  hasOwnAttribute,
  isBeyondLatin1,
  isComparable,
  isRelative,
  isSpelledOtherwise,
  isUrlOrSpaced,
};
