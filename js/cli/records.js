'use strict';

const { notFound } = require('../pool/errors');
const { Member } = require('../pool/member');
const { summaryOf } = require('../pool/summaries');

/** A session as it was saved last, whoever holds it: what the store says of it, and the session itself, which nobody else has. */
async function readSession({ store, name, cipher }, id) {
  const record = await store.get(name, id);
  if (record === undefined) throw notFound(id);
  const { session } = Member.read(id, record.state, cipher, {});
  return { session, summary: summaryOf(record, {}) };
}

module.exports = { readSession };
