'use strict';

const { LoginError } = require('../values/login-error');
const { keepStorage, storageOf } = require('../session/storage');
const { contextOf } = require('./browsers/target');
const { callIn, inTabs } = require('./browsers/tab');
const { checkThere, limitsOf, notReached, problemsOf, withBrowser } = require('./failures');
const { readLoginOptions } = require('./login-options');
const { keyOf, placeOf } = require('./places');
const { within } = require('./within');

const CAPTURED = 'captured';

/** The session's method; described in `types/logins.d.ts`. */
async function capture(session, target, options) {
  const context = contextOf(target);
  const wanted = readLoginOptions(options);
  return withBrowser(context, CAPTURED, async () => {
    const reading = new Reading(context, wanted);
    const cookies = wanted.cookies ? await context.cookies() : undefined;
    if (wanted.kinds.length > 0) {
      await reading.readOpen();
      await reading.readOthers([...storageOf(session), ...wanted.origins.map((origin) => ({ origin }))]);
    }
    checkThere(context, CAPTURED);
    const storage = merged(storageOf(session), reading.places);
    const bytes = Buffer.byteLength(JSON.stringify(storage));
    if (bytes > wanted.maxBytes) throw tooLarge(wanted.maxBytes);
    // Nothing fails from here on: the session gets all of it.
    if (cookies !== undefined) session.putPuppeteerCookies(cookies, undefined, { replace: true });
    if (wanted.kinds.length > 0) keepStorage(session, storage);
    const origins = [...new Set(Array.from(reading.places.values(), ({ place }) => place.origin))];
    return { origins, problems: reading.problems };
  });
}

/** What is read of a browser, place by place. */
class Reading {
  /** By the key of a place, what it has: `{ place, kinds, lost }`, where `lost` names databases that could not be read. */
  places = new Map();
  problems = [];

  #context;
  #wanted;
  #left;

  constructor(context, wanted) {
    this.#context = context;
    this.#wanted = wanted;
    this.#left = wanted.maxBytes;
  }

  /** Reads in the documents that are open: they have what they wrote last. */
  async readOpen() {
    const frames = await this.#openFrames();
    try {
      const documents = (await Promise.all(frames.map((frame) => this.#locate(frame)))).filter(Boolean);
      // Top frames first: only they have the tab's `sessionStorage`. Of several tabs, the last that has some counts.
      documents.sort((a, b) => b.frame.isTop - a.frame.isTop);
      for (const { frame, place } of documents) await this.#readFrame(frame, place);
    } finally {
      await Promise.all(frames.map((frame) => frame.release()));
    }
  }

  /** Reads the places that are not open, in tabs of our own. */
  async readOthers(others) {
    const kinds = this.#wanted.kinds.filter((kind) => kind !== 'sessionStorage');
    const places = new Map(others.map((place) => [keyOf(place), placeIn(place)]));
    for (const key of this.places.keys()) places.delete(key);
    if (kinds.length === 0 || places.size === 0) return;
    await inTabs(this.#context, [...places.values()], (tab, place) =>
      this.#read(place, kinds, (request) => callIn(tab, place, 'read', request)),
    );
  }

  async #openFrames() {
    const context = this.#context;
    const pages = await context.pages();
    const all = context.page === undefined ? pages : [...pages.filter((page) => page !== context.page), context.page];
    const frames = all.map((page) => this.#within(context.frames(page)).catch((error) => this.#missed(page, error)));
    return (await Promise.all([...frames, this.#within(context.framesApart())])).flat();
  }

  #missed(page, error) {
    checkThere(this.#context, CAPTURED, error);
    this.problems.push(notReached({ url: page.url() }, error));
    return [];
  }

  async #locate(frame) {
    try {
      const place = placeOf(await this.#within(frame.call('place', {})));
      if (place !== undefined) return { frame, place };
      // Nothing is ever stored in a blank page.
      if (!/^(about:|chrome:|$)/.test(frame.url)) {
        const message = 'its origin is opaque, or no other browser can be given the same';
        this.problems.push({ url: frame.url, code: 'NOT_PORTABLE', message });
      }
    } catch (error) {
      checkThere(this.#context, CAPTURED, error);
      this.problems.push(notReached({ url: frame.url }, error));
    }
    return undefined;
  }

  async #readFrame(frame, place) {
    const { page } = this.#context;
    const isRead = this.places.has(keyOf(place));
    const hasTab = frame.isTop && (page === undefined || page === frame.page);
    const kinds = this.#wanted.kinds.filter((kind) => (kind === 'sessionStorage' ? hasTab : !isRead));
    if (kinds.length > 0) await this.#read(place, kinds, (request) => frame.call('read', request));
  }

  async #read(place, kinds, call) {
    let answer;
    try {
      answer = await this.#within(call({ kinds, ...limitsOf(this.#wanted, this.#left) }));
      if (answer.origin !== place.origin) throw new Error('the page went elsewhere meanwhile');
    } catch (error) {
      checkThere(this.#context, CAPTURED, error);
      this.problems.push(notReached(place, error));
      return;
    }
    if (answer.isTooLarge) throw tooLarge(this.#wanted.maxBytes);
    const read = Object.fromEntries(
      kinds.map((kind) => [kind, answer[kind]]).filter(([, value]) => value !== undefined),
    );
    this.#left -= JSON.stringify(read).length;
    this.#add(place, read, answer.problems);
  }

  #add(place, read, problems) {
    this.problems.push(...problemsOf(place, problems));
    const key = keyOf(place);
    const before = this.places.get(key);
    if (before?.kinds.sessionStorage?.length > 0 && read.sessionStorage?.length === 0) delete read.sessionStorage;
    const lost = problems.filter(({ database, store }) => database !== undefined && store === undefined);
    this.places.set(key, {
      place,
      kinds: { ...before?.kinds, ...read },
      lost: new Set([...(before?.lost ?? []), ...lost.map(({ database }) => database)]),
    });
  }

  #within(promise) {
    return within(this.#wanted.timeoutMs, promise);
  }
}

const placeIn = ({ origin, topLevelSite }) => (topLevelSite === undefined ? { origin } : { origin, topLevelSite });

/** What a session has afterwards: what was read in place of what it had of that, and all that was not read. */
function merged(storage, places) {
  const entries = new Map(storage.map((entry) => [keyOf(entry), entry]));
  for (const [key, { place, kinds, lost }] of places) {
    const before = entries.get(key);
    const entry = { ...place, ...before, ...kinds };
    const kept = before?.indexedDB?.filter(({ name }) => lost.has(name)) ?? [];
    if (kinds.indexedDB !== undefined) entry.indexedDB = [...kinds.indexedDB, ...kept];
    entries.set(key, entry);
  }
  return [...entries.values()];
}

function tooLarge(maxBytes) {
  return new LoginError('TOO_LARGE', `The storage has more than ${maxBytes} bytes (maxBytes)`);
}

module.exports = { capture };
