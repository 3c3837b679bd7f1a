'use strict';

const { randomUUID } = require('node:crypto');
const { Stage } = require('./stage');
const { PATIENCE } = require('./times');

/** What a factory made: a store, or an object with a store in it. */
function readMade(made) {
  if (typeof made?.claim === 'function') return { store: made };
  if (typeof made?.store?.claim === 'function') return made;
  throw new TypeError('The factory must return a store, or an object { store, again, dispose }');
}

/** Opens a pool, does what a test does, and closes all. The first error is thrown. */
async function onStage(test, factory, { patienceMs = PATIENCE } = {}) {
  const made = readMade(await factory());
  const { store } = made;
  const opened = [];
  const errors = [];
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      errors.push(error);
    }
  };
  await attempt(async () => {
    const other = made.again === undefined ? store : await made.again();
    // A name of its own, so that a store needn't be empty.
    const pool = `test ${randomUUID().slice(-12)}`;
    const stage = new Stage(test, pool, store, other, patienceMs);
    for (const client of other === store ? [stage.a] : [stage.a, stage.b]) {
      await client.open();
      opened.push(client);
    }
    await test.body(stage);
  });
  for (const client of opened) await attempt(() => client.close());
  await attempt(() => made.dispose?.());
  if (errors.length > 0) throw errors[0];
}

/** A test as it is handed out: `body` becomes `run`. */
function published(test) {
  const { name, promise } = test;
  return { name, promise, run: (factory, options) => onStage(test, factory, options) };
}

module.exports = { published };
