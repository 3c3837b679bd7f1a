'use strict';

const { checkStorage, keepStorage, storageOf } = require('../session/storage');
const { invalidArgument, typeError } = require('../values/errors');
const { keyOf } = require('./places');

/** The session's method; described in `types/logins.d.ts`. */
function storageState(session) {
  const cookies = session.getPuppeteerCookies();
  const storage = storageOf(session);
  const isOf = (entry) => entry.topLevelSite === undefined;
  const own = new Set(storage.filter(isOf).map(({ origin }) => origin));
  // Playwright's Chromium doesn't keep frames' storage apart. Where an origin has no other, it gets that of its frames.
  const origins = [];
  const partitionedOrigins = [];
  for (const entry of storage) {
    if (isOf(entry) || !own.has(entry.origin)) origins.push({ ...entry, localStorage: entry.localStorage ?? [] });
    else partitionedOrigins.push(entry);
    own.add(entry.origin);
  }
  return { cookies, origins, ...(partitionedOrigins.length > 0 ? { partitionedOrigins } : {}) };
}

/** The session's method; described in `types/logins.d.ts`. */
function putStorageState(session, json, options = {}) {
  const state = typeof json === 'string' ? parsed(json) : json;
  if (state === null || typeof state !== 'object') throw invalidArgument('json', 'a storageState() or its JSON', state);
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { cookies = [], origins = [], partitionedOrigins = [] } = state;
  const entries = [...checkStorage(origins, 'origins'), ...checkStorage(partitionedOrigins, 'partitionedOrigins')];
  session.putPuppeteerCookies(cookies, undefined, { replace: options.replace });
  const kept = options.replace === true ? [] : storageOf(session);
  const storage = new Map([...kept, ...entries].map((entry) => [keyOf(entry), entry]));
  keepStorage(session, [...storage.values()]);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // The message of this error has a part of the text, which may be a secret.
    throw typeError('ERR_INVALID_ARG_VALUE', 'json must be a storageState() or its JSON, got text that is no JSON');
  }
}

module.exports = { putStorageState, storageState };
