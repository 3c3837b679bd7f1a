'use strict';

// What `add` does, and how states are kept.

const { LONG } = require('../times');

const ADD =
  'Adds a record, unless there is one with this id, or the pool has `maxPoolSize` live ones (neither retired nor expired).';
const STATE = 'The state of a session as the pool hands it over: text.';

/** Texts that a store might change. A state has neither NUL nor lone surrogates. */
const TEXTS = {
  'an empty text': '',
  spaces: ' \t\r\n ',
  quotes: `'"\`\\'' -- ; DROP TABLE sessions; \\u0041 \\x00`,
  placeholders: '$1 ? :name @name %s %d {0} #{x} KEYS[1]',
  'control characters': '\u0001\u0007\u001f\u007f\u0085\u2028\u2029\ufeff',
  'an emoji': '🍪👩‍👩‍👧‍👦🏳️‍🌈',
  'two spellings of one letter': '\u00e9 e\u0301 ſ İ ı ß',
  'letters of many scripts': 'жñ漢字العربية\uffff\u{10ffff}',
  'a number': '0012.50',
  'a word that means nothing': 'null',
  JSON: '{"id":"x","cookies":[],"userData":{"a":"\\"\\u0000"}}',
};

/** A text of 1 MiB in which no part is like another. */
function large() {
  let text = '';
  for (let number = 0; text.length < 2 ** 20; number++) text += `${number * 7919} {"é":"🍪"}\n`;
  return text.slice(0, 2 ** 20);
}

/** Checks that a state comes back as it was, whichever step saved it and whichever reads it. */
async function isKept(stage, state, what) {
  const { a, b } = stage;
  const read = async (id, step) => {
    stage.sameText((await b.found(id)).state, state, `get of ${what} after ${step}`);
    const record = (await b.all(100, true)).find((one) => one.id === id);
    stage.sameText(record?.state, state, `list with ${what} after ${step}`);
  };
  await a.added('x', { state });
  await read('x', 'add');
  const claimed = await b.claimed({ id: 'x' });
  stage.sameText(claimed.state, state, `claim of ${what}`);
  await a.added('y', { state: 'one' });
  const { fence } = await a.claimed({ id: 'y' });
  await a.renew('y', fence, { state });
  await read('y', 'renew');
  await a.renew('y', fence, { state: 'two' });
  await a.released('y', fence, { state });
  await read('y', 'release');
  await a.reset('y', fence, { state: 'three' });
  await a.reset('y', (await a.found('y')).fence, { state });
  await read('y', 'reset');
  const again = await a.claimed({ id: 'y' });
  await a.renew('y', again.fence, { state: 'four' });
  await a.retire('y', 'blocked', { fence: again.fence, state });
  await read('y', 'retire');
  await a.remove('x');
  await a.remove('y');
}

module.exports = [
  {
    name: 'a record that is there is not added again, and stays as it is',
    promise: ADD,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      const fence = await a.added('x', { state: 'one', usableMs: LONG });
      const again = { state: 'two', usableMs: LONG / 2, lease: b.lease() };
      stage.like(await b.add('x', again), { status: 'exists' }, 'add of a record that is there');
      const record = await a.found('x');
      stage.like(record, { status: 'free', state: 'one', fence, owner: undefined }, 'the record that was there');
      stage.about(record.usableMs, LONG, since, '`usableMs` of the record that was there');
      stage.like(await a.claim(), { status: 'claimed', state: 'one' }, 'claim of the record that was there');
    },
  },
  {
    name: 'a record that is held, retired or expired is there as well, and so is one of a full pool',
    promise: ADD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('held');
      await a.claimed();
      await a.added('retired');
      await a.retire('retired', 'blocked');
      await a.added('expired', { usableMs: 0 });
      for (const id of ['held', 'retired', 'expired']) {
        stage.like(await b.add(id), { status: 'exists' }, `add of a record that is ${id}`);
        stage.like(await b.add(id, { maxPoolSize: 1 }), { status: 'exists' }, 'add of a record of a full pool');
      }
      stage.same((await b.all()).length, 3, 'the number of records');
    },
  },
  {
    name: 'a full pool takes no record; only live ones count',
    promise: ADD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('expired', { usableMs: -1 });
      await a.added('retired');
      await a.retire('retired', 'blocked');
      await a.added('held', { maxPoolSize: 1 });
      await a.claimed();
      await a.added('resting', { maxPoolSize: 2 });
      await a.used({ id: 'resting' }, { restMs: LONG });
      await a.added('free', { maxPoolSize: 3 });
      for (const maxPoolSize of [3, 2, 1, 0]) {
        const what = `add with a \`maxPoolSize\` of ${maxPoolSize}, when three records are live`;
        stage.like(await b.add('x', { maxPoolSize }), { status: 'full' }, what);
      }
      stage.same(await b.get('x'), undefined, 'get of a record that was not added');
      stage.like(await b.add('x', { maxPoolSize: 4 }), { status: 'added' }, 'add to a pool that has room for one');
      stage.like(await b.add('y', { maxPoolSize: 4 }), { status: 'full' }, 'add to a pool that is full again');
      await a.retire('x', 'blocked');
      stage.like(await b.add('y', { maxPoolSize: 4 }), { status: 'added' }, 'add after another record was retired');
    },
  },
  {
    name: 'without a `maxPoolSize` there is always room',
    promise: 'Without it, there is always room.',
    async body(stage) {
      const { a } = stage;
      for (let number = 0; number < 30; number++) await a.added(`x${number}`);
      stage.same((await a.all()).length, 30, 'the number of records');
    },
  },
  ...Object.entries(TEXTS).map(([what, state]) => ({
    name: `a state is kept exactly: ${what}`,
    promise: STATE,
    body: (stage) => isKept(stage, state, what),
  })),
  {
    name: 'a state is kept exactly: 1 MiB',
    promise: STATE,
    body: (stage) => isKept(stage, large(), 'a text of 1 MiB'),
  },
  {
    name: 'a store that keeps objects gives back the same object',
    promise: 'A store that never leaves the process may keep what it was given, without turning it into text',
    async body(stage) {
      const { a, b } = stage;
      if (!stage.store.keepsObjects) return;
      const [one, two, three] = ['one', 'two', 'three'].map((text) => ({ toString: () => text }));
      await a.added('x', { state: one });
      const { fence, state } = await a.claimed();
      stage.holds(state === one, 'claim has the object that was added', state);
      await a.renew('x', fence, { state: two });
      stage.holds((await b.found('x')).state === two, 'get has the object that was saved', (await b.found('x')).state);
      await a.released('x', fence, { state: three });
      const claimed = await b.claimed();
      stage.holds(claimed.state === three, 'claim has the object that was saved', claimed.state);
    },
  },
];
