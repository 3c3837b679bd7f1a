'use strict';

const { isDeepStrictEqual } = require('node:util');
const { CookieJar } = require('tough-cookie');
const { bare } = require('../../jar/normalised');
const {
  HANDED,
  HEADLESS,
  KEPT_BACK,
  LEFT_OUT,
  OCTETS,
  ONLY,
  STORED,
  hasTwin,
  ownOf,
  twinKeys,
} = require('./differences');
const { evictedIn } = require('./eviction');
const { expectSame } = require('./expect-same');
const { octetsOf } = require('../../helpers/persisted');

const OTHER = { ours: 'theirs', theirs: 'ours' };

/** What else is in a serialized jar: ours leaves out what is tough-cookie's default. */
const { cookies: _, ...DEFAULTS } = new CookieJar().toJSON();
const { version, storeType, rejectPublicSuffixes } = DEFAULTS;
const OPTIONS = { theirs: DEFAULTS, ours: { version, storeType, rejectPublicSuffixes } };

/** The cookies of both states, one by one. A cookie is known by its value, which no other has. Returns whether they differ. */
function compareCookies(compared) {
  const context = { ...compared, twins: twinKeys(compared.after.ours), evicted: evictedIn(compared) };
  const cookies = {};
  for (const side of ['ours', 'theirs']) {
    const { cookies: list, ...rest } = bare(context.after[side].cookieJar);
    expectSame(rest, OPTIONS[side], side);
    cookies[side] = new Map(list.map((cookie) => [cookie.value, cookie]));
  }
  expectSame(
    [...context.evicted].filter((value) => cookies.ours.has(value)),
    [],
    'what has to go',
  );
  let differ = false;
  for (const side of ['ours', 'theirs']) {
    for (const cookie of cookies[side].values()) {
      if (cookies[OTHER[side]].has(cookie.value)) continue;
      explain(ONLY[side], { ...context, cookie });
      differ = true;
    }
  }
  const common = [...cookies.theirs.values()].filter(({ value }) => cookies.ours.has(value));
  for (const cookie of common) {
    const made = changed(STORED, cookie, { ...context, cookie });
    expectSame(cookies.ours.get(cookie.value), made, { step: context.step, given: context.given.get(cookie.value) });
    if (made !== cookie) differ = true;
  }
  // In the order of their creation; but there, what is a twin here has the place of the other one.
  const order = (list) => list.filter((cookie) => !hasTwin(cookie, context)).map(({ value }) => value);
  const own = [...cookies.ours.values()].filter(({ value }) => cookies.theirs.has(value));
  expectSame(order(own), order(common), context.step);
  return differ;
}

/** What both hand out for a URL: the header, and the cookies for a browser. */
function compareLook({ ours, theirs }, context) {
  const { step, before } = context;
  const listed = theirs.cookieJar.getCookiesSync(step.url);
  expectSame(theirs.getCookieString(step.url), headerOf(listed), step);
  const stays = (differences) => (cookie) => {
    return !differs(differences, { ...context, own: ownOf(cookie, before.ours) });
  };
  const sent = listed.filter(stays(LEFT_OUT));
  const pairs = sent.filter(stays(HEADLESS));
  const header = pairs.map((cookie) => octetsOf(ownOf(cookie, before.ours))).join('; ');
  if (header !== headerOf(pairs)) context.names.add(OCTETS.name);
  expectSame(ours.getCookieString(step.url), header, step);

  const handed = new Map(theirs.getCookies(step.url).map((cookie) => [cookie.value, cookie]));
  const expected = sent.filter(stays(KEPT_BACK)).map((cookie) => {
    return changed(HANDED, handed.get(cookie.value), { ...context, own: ownOf(cookie, before.ours) });
  });
  expectSame(ours.getCookies(step.url), expected.map(plain), step);
}

function headerOf(cookies) {
  return cookies.map((cookie) => cookie.cookieString()).join('; ');
}

/** That only one has a cookie has to be a difference with a name. */
function explain(differences, context) {
  if (differs(differences, context)) return;
  const { step, cookie, given } = context;
  expect({ step, cookie, given: given.get(cookie.value) }).toBe('a cookie that both have');
}

/** Whether there is a difference; the first one is noted. */
function differs(differences, context) {
  const difference = differences.find(({ applies }) => applies(context));
  if (difference === undefined) return false;
  context.names.add(difference.name);
  return true;
}

/** What ours has to make of something of theirs; the thing itself if nothing is to be changed. */
function changed(differences, theirs, context) {
  let made = theirs;
  for (const { name, applies, makes } of differences) {
    if (!applies(context)) continue;
    const fields = makes(context);
    if (Object.keys(fields).every((field) => isDeepStrictEqual(fields[field], made[field]))) continue;
    context.names.add(name);
    made = { ...made, ...fields };
  }
  return made === theirs ? theirs : plain(made);
}

/** Without what is not set. */
function plain(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

module.exports = { compareCookies, compareLook };
