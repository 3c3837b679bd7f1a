'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { fileURLToPath } = require('node:url');
const { SqliteStore } = require('../../stores/sqlite-store');
const { Failure, UsageError } = require('../failures');

/** A URL with a scheme, unlike a path, on Windows too. */
const URL_LIKE = /^([a-z][a-z\d+.-]+):\/\//i;

/** Stores that are named by a URL: by its scheme, what opens it. */
const redis = (url) => require('./redis').openRedis(url);
const postgres = (url) => require('./postgres').openPostgres(url);
const BY_SCHEME = { redis, rediss: redis, postgres, postgresql: postgres };

/**
 * Opens the store that a text names.
 *
 * @param {boolean} create whether one that isn't there is made
 * @param {boolean} isArgument whether the text stands on the command line, where everybody on the machine can read it
 * @returns {Promise<{ store: object, end?: () => Promise<void> }>} `end` closes what the store itself doesn't
 */
async function openStore(text, { create, isArgument }) {
  const [, scheme] = URL_LIKE.exec(text) ?? [];
  if (scheme === undefined || scheme === 'file') return { store: sqliteStore(text, create) };
  const open = BY_SCHEME[scheme.toLowerCase()];
  if (open === undefined) throw new UsageError(`--store: there is no store for ${scheme}://`);
  if (!URL.canParse(text)) throw new UsageError('--store is no URL');
  if (isArgument && new URL(text).password !== '') {
    throw new UsageError('--store has a password, which `ps` shows to all; CRAWLER_SESSION_STORE is for that');
  }
  return open(text);
}

/** Whether a store is there. Of a server, only opening it tells; of a file that is to be made, whether it can be. */
function isThere(text) {
  const [, scheme] = URL_LIKE.exec(text) ?? [];
  if (scheme !== undefined && scheme !== 'file') return true;
  const file = fileOf(text);
  if (fs.existsSync(file)) return true;
  const folder = path.dirname(file);
  if (!fs.existsSync(folder)) throw new Failure(`There is no folder ${folder} for the store`);
  return false;
}

function sqliteStore(text, create) {
  const isNew = !isThere(text);
  if (isNew && !create) throw new Failure(`There is no store ${text}`);
  return new SqliteStore(fileOf(text));
}

const fileOf = (text) => (text.startsWith('file:') ? fileURLToPath(text) : text);

module.exports = { isThere, openStore };
