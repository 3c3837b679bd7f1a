'use strict';

const { notFound } = require('../pool/errors');
const { Member } = require('../pool/member');
const { counted } = require('./output');
const { summaryOf } = require('../pool/summaries');

/** A session as it was saved last, whoever holds it: what the store says of it, and the session itself, which nobody else has. */
async function readSession({ store, name, cipher }, id) {
  const record = await store.get(name, id);
  if (record === undefined) throw notFound(id);
  const { session } = Member.read(id, record.state, cipher, {});
  return { session, summary: summaryOf(record, {}) };
}

/** How much a session remembers: numbers, and these in words. */
function loginOf(session) {
  const { cookieJar, storage = [] } = session.getState();
  const [cookies, origins] = [cookieJar.cookies.length, storage.length];
  return { cookies, origins, text: loginText(cookies, origins) };
}

function loginText(cookies, origins) {
  const parts = [
    counted(cookies, 'cookie'),
    ...(origins === 0 ? [] : [`the storage of ${counted(origins, 'origin')}`]),
  ];
  return parts.join(' and ');
}

module.exports = { loginOf, loginText, readSession };
