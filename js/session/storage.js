'use strict';

const { checkArray, describe, invalidArgument, typeError } = require('../values/errors');

/**
 * What a session knows of browsers' storage: a list of origins with what each has, in the form of Playwright's storage state. It is kept as
 * the JSON text that the session's state has of it. Few sessions have any, and a field would make every session more expensive.
 *
 * @type {WeakMap<object, { text: string, revision: number }>}
 */
const STORAGE = new WeakMap();

const EMPTY = '[]';

/** How a text begins that this package has written. In any other there may be white space and more. */
const OWN_START = '[{"origin":"';

/** The kinds of storage that an entry has. One that holds nothing is left out. */
const KINDS = ['localStorage', 'sessionStorage', 'indexedDB'];

/** The text of a session's storage; `undefined` if it has none. */
function storageText(session) {
  const text = STORAGE.get(session)?.text;
  return text === EMPTY ? undefined : text;
}

/** How often a session's storage has changed. */
function storageRevision(session) {
  return STORAGE.get(session)?.revision ?? 0;
}

/** A session's storage, as a list of entries of the caller's own. */
function storageOf(session) {
  const text = storageText(session);
  return text === undefined ? [] : checkStorage(JSON.parse(text), 'storage');
}

/** Replaces a session's storage. */
function keepStorage(session, entries) {
  keepText(session, JSON.stringify(entries.map(compact).filter(holdsAny)));
}

/** The same for the text that a state has; only a text that somebody else has written is read for that. */
function restoreStorage(session, text) {
  if (text.startsWith(OWN_START)) keepText(session, text);
  else keepStorage(session, checkStorage(JSON.parse(text), 'storage'));
}

function keepText(session, text) {
  const before = STORAGE.get(session);
  if (text === (before?.text ?? EMPTY)) return;
  STORAGE.set(session, { text, revision: (before?.revision ?? 0) + 1 });
}

const holdsAny = (entry) => KINDS.some((kind) => kind in entry);

/** An entry without what it holds nothing of. */
function compact({ origin, topLevelSite, ...entry }) {
  const place = topLevelSite === undefined ? { origin } : { origin, topLevelSite };
  const kinds = KINDS.filter((kind) => entry[kind]?.length > 0).map((kind) => [kind, entry[kind]]);
  return { ...place, ...Object.fromEntries(kinds) };
}

/** A list of entries, or a `TypeError` that says where it isn't one. */
function checkStorage(value, name) {
  checkArray(value, name);
  return value.map((entry, index) => checkEntry(entry, `${name}[${index}]`));
}

function checkEntry(entry, name) {
  if (entry === null || typeof entry !== 'object') throw invalidArgument(name, 'an object', entry);
  const { origin, topLevelSite } = entry;
  checkOrigin(origin, `${name}.origin`);
  if (topLevelSite !== undefined) checkOrigin(topLevelSite, `${name}.topLevelSite`);
  for (const kind of KINDS) {
    if (entry[kind] === undefined) continue;
    const check = kind === 'indexedDB' ? checkDatabase : checkItem;
    checkArray(entry[kind], `${name}.${kind}`);
    for (const [index, each] of entry[kind].entries()) check(each, `${name}.${kind}[${index}]`);
  }
  return compact(entry);
}

function checkOrigin(value, name) {
  if (typeof value === 'string' && /^https?:\/\/[^/?#\s"<>]+$/.test(value)) return;
  throw typeError('ERR_INVALID_ARG_VALUE', `${name} must be an http(s) origin, got ${describe(value)}`);
}

function checkItem(item, name) {
  if (typeof item?.name !== 'string' || typeof item.value !== 'string') {
    throw invalidArgument(name, 'a name and a value, both strings', item);
  }
}

function checkDatabase(database, name) {
  const isStore = (store) =>
    typeof store?.name === 'string' && Array.isArray(store.records) && Array.isArray(store.indexes);
  const { stores, version } = database ?? {};
  if (typeof database?.name !== 'string' || !(version >= 1) || !Array.isArray(stores) || !stores.every(isStore)) {
    throw invalidArgument(name, "a database in the form of Playwright's storage state", database);
  }
}

module.exports = { checkStorage, keepStorage, restoreStorage, storageOf, storageRevision, storageText };
