'use strict';

/** How long the `brief` cookie lives, in seconds. Long enough to follow the redirect meanwhile; nobody waits for its end, see `clock.js`. */
const BRIEF_SECS = 1800;

/**
 * The pages that set cookies or lead elsewhere, by host and path; all others just answer. The names end in `.test`, which no
 * name server knows (RFC 6761).
 */
const PAGES = {
  'shop.test/start': {
    cookies: ['first=1; Path=/', 'second=2; Path=/; HttpOnly'],
    redirect: 'shop.test/next',
  },
  'shop.test/next': { cookies: ['third=3; Path=/', 'second=two; Path=/; HttpOnly'], redirect: 'other.test/gate' },
  'other.test/gate': { cookies: ['first=other; Path=/', 'gate=open; Path=/'], redirect: 'shop.test/end' },
  'shop.test/end': { cookies: ['last=4; Path=/'] },

  'paths.test/set/here': {
    cookies: [
      'root=1; Path=/',
      'a=1; Path=/a',
      'deep=1; Path=/a/deep',
      'b=1; Path=/b',
      'default=1',
      'relative=1; Path=a',
    ],
  },

  'www.wide.test/set': { cookies: ['wide=1; Domain=wide.test; Path=/', 'dotted=1; Domain=.wide.test', 'narrow=1'] },

  'values.test/set': {
    cookies: [
      'equals=a=b==',
      'quoted="one, two"',
      'escaped=%7B%22a%22%3A1%7D%20%zz',
      'empty=',
      'comma=1,2',
      'spaced = x y ',
      'dated=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT',
      'aged=1; Max-Age=3600',
      'unknown=1; Priority=High; Flavour=sweet',
    ],
  },

  ...Object.fromEntries(
    ['127.0.0.1', 'localhost', 'insecure.test'].map((host) => [
      `${host}/set`,
      {
        cookies: [
          'plain=1',
          'secure=1; Secure',
          'strict=1; SameSite=Strict',
          'lax=1; SameSite=Lax',
          'none=1; SameSite=None; Secure',
          'odd=1; SameSite=Sometimes',
        ],
      },
    ]),
  ),

  'refusing.test/foreign': { cookies: ['before=1', 'stolen=1; Domain=other.test', 'after=1'] },
  'refusing.test/prefixed': { cookies: ['__Host-bad=1; Path=/', '__Secure-bad=1', 'beside=1'] },

  'ending.test/set': { cookies: ['kept=1', 'deleted=1', 'dated=1', 'changed=1'] },
  'ending.test/end': {
    cookies: [
      'deleted=; Max-Age=0',
      'dated=; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'changed=2',
      'stillborn=1; Max-Age=-1',
    ],
  },
  'ending.test/brief': { cookies: [`brief=1; Max-Age=${BRIEF_SECS}`], redirect: 'ending.test/during' },
};

module.exports = { BRIEF_SECS, PAGES };
