'use strict';

// The model by which histories are judged finds each thing that can be wrong with one, and nothing in a sound one.

const { violationsOf } = require('./model');

const LEASE_MS = 1000;

/** Events with their times: `[100, 'begin', { … }]`. Each use is of the process of its name, unless it says so. */
const history = (...events) => events.map(([at, what, details]) => ({ at, what, pid: details.use, ...details }));

const added = (at, n) => [
  [at, 'adding', { id: 's', n }],
  [at + 1, 'added', { id: 's' }],
];
const ADDED = added(0, 0);
const final = (read, more) => [9999, 'final', { id: 's', status: 'free', fence: 1e6, read, ...more }];

/** A use that puts a number; what is left out of it doesn't happen. */
function use(name, { begun, asked = begun - 10, fence, read, put, ended = begun + 100, outcome = 'saved' }) {
  const lines = [[begun, 'begin', { use: name, id: 's', fence, read, asked }]];
  if (put !== undefined) lines.push([begun + 1, 'put', { use: name, n: put }]);
  if (ended !== null) lines.push([ended, 'end', { use: name }]);
  if (ended !== null && outcome !== null) lines.push([ended + 1, outcome, { use: name, code: 'LEASE_LOST' }]);
  return lines;
}

const first = use('first', { begun: 100, fence: 1, read: 0, put: 1 });
const lostFirst = use('first', { begun: 100, fence: 1, read: 0, put: 1, ended: 5000, outcome: 'lost' });
const second = (change) => use('second', { begun: 2000, fence: 2, read: 1, put: 2, ...change });
const FORGOT = [3000, 'forgot', { since: 2900 }];
const AGAIN = added(3100, 50);

const judge = (...events) => violationsOf(history(...events), { leaseMs: LEASE_MS });

test.each([
  ['nothing but a session', [...ADDED, final(0)]],
  ['a session of which it is unknown whether it was added', [ADDED[0]]],
  ['uses one after the other', [...ADDED, ...first, ...second(), final(2)]],
  ['a use that puts nothing', [...ADDED, ...use('idle', { begun: 100, fence: 1, read: 0 }), final(0)]],
  [
    'a lost use that overlaps a later one and saved nothing',
    [...ADDED, ...lostFirst, ...second({ read: 0 }), final(2)],
  ],
  ['a lost use that a renewal had saved', [...ADDED, ...lostFirst, ...second(), final(2)]],
  ['a killed use', [...ADDED, ...first.slice(0, 2), [200, 'killed', { victim: 'first' }], ...second(), final(2)]],
  [
    'a late beginner that is told so',
    [
      ...ADDED,
      ...second({ read: 0 }),
      ...use('late', { asked: 100, begun: 2050, fence: 1, read: 0, outcome: 'lost' }),
      final(2),
    ],
  ],
  [
    'a retired session',
    [
      ...ADDED,
      ...first,
      [300, 'retiring', { id: 's' }],
      [301, 'retired', { id: 's' }],
      final(1, { status: 'retired' }),
    ],
  ],
  ['a retirement of unknown end, made', [...ADDED, [300, 'retiring', { id: 's' }], final(0, { status: 'retired' })]],
  ['a retirement of unknown end, not made', [...ADDED, [300, 'retiring', { id: 's' }], final(0)]],
  [
    'data lost, and sessions added again',
    [...ADDED, ...first, FORGOT, ...AGAIN, ...use('new', { begun: 3200, fence: 7, read: 50, put: 51 }), final(51)],
  ],
  [
    'data lost during a use, which is told so',
    [
      ...ADDED,
      ...use('old', { begun: 2000, fence: 1, read: 0, put: 1, ended: 4000, outcome: 'lost' }),
      FORGOT,
      ...AGAIN,
      ...use('new', { begun: 3200, fence: 7, read: 50 }),
      final(50),
    ],
  ],
  [
    'data lost with a retirement',
    [
      ...ADDED,
      [300, 'retiring', { id: 's' }],
      [301, 'retired', { id: 's' }],
      FORGOT,
      ...AGAIN,
      ...use('new', { begun: 3200, fence: 7, read: 50 }),
      final(50),
    ],
  ],
  [
    'a retirement by somebody who held it before the loss',
    [
      ...ADDED,
      ...first.slice(0, 2),
      [200, 'retiring', { id: 's', use: 'first' }],
      FORGOT,
      ...AGAIN,
      [5000, 'end', { use: 'first' }],
      [5001, 'lost', { use: 'first' }],
      final(50, { status: 'retired' }),
    ],
  ],
])('it finds nothing wrong with %s', (_, events) => {
  expect(judge(...events)).toEqual([]);
});

test.each([
  ['a number that nobody has put', [...ADDED, ...second({ read: 77 }), final(2)], /read 77 of s, which nobody has put/],
  [
    'a number that was overwritten',
    [...ADDED, ...first, ...second({ read: 0 }), final(2)],
    /second read 0 of s, and not 1/,
  ],
  [
    'a number that a stale holder put',
    [
      ...ADDED,
      ...lostFirst,
      ...second({ read: 0, begun: 1500 }),
      [3000, 'put', { use: 'first', n: 9 }],
      ...use('third', { begun: 6000, fence: 3, read: 9 }),
      final(9),
    ],
    /third read 9 of s, and not 2/,
  ],
  [
    'a number of a lost use that came back',
    [...ADDED, ...lostFirst, ...second({ read: 0 }), ...use('third', { begun: 6000, fence: 3, read: 1 }), final(1)],
    /third read 1 of s, and not 2/,
  ],
  [
    'two uses at once',
    [...ADDED, ...first, ...second({ begun: 150, asked: 120, read: 0 }), final(2)],
    /second began with s before first ended, which has saved/,
  ],
  [
    'a lease that ended early',
    [...ADDED, ...lostFirst, ...second({ begun: 900, read: 0 }), final(2)],
    /second was given s before the lease of first could end/,
  ],
  [
    'a fence that comes twice',
    [...ADDED, ...first, ...second({ fence: 1 }), final(2)],
    /first and second have the same fence 1 of s/,
  ],
  [
    'a fence that goes back',
    [...ADDED, ...first, ...second({ fence: 0, read: 1, outcome: 'lost' }), final(1)],
    /second came after first and has the smaller fence of s/,
  ],
  ['a use without an end', [...ADDED, ...first.slice(0, 3), final(1)], /first of s has no end/],
  [
    'a retired session that is used',
    [
      ...ADDED,
      [300, 'retiring', { id: 's' }],
      [301, 'retired', { id: 's' }],
      ...second({ read: 0 }),
      final(2, { status: 'retired' }),
    ],
    /second was given s, which was retired/,
  ],
  [
    'a retirement that was undone',
    [...ADDED, [300, 'retiring', { id: 's' }], [301, 'retired', { id: 's' }], final(0)],
    /s is free in the end, though it was retired/,
  ],
  [
    'a session that retired by itself',
    [...ADDED, final(0, { status: 'retired' })],
    /s is retired in the end, though nobody has/,
  ],
  ['a session that has disappeared', [...ADDED, ...first], /s is there 0 times in the end/],
  ['a session that is there twice', [...ADDED, final(0), final(0)], /s is there 2 times in the end/],
  ['an end that was not saved', [...ADDED, ...first, final(0)], /s has 0 in the end, and not 1/],
  ['a fence that is smaller in the end', [...ADDED, ...first, final(1, { fence: 0 })], /s has the fence 0 in the end/],
  [
    'lost data that come back',
    [...ADDED, ...first, FORGOT, ...AGAIN, ...use('new', { begun: 3200, fence: 7, read: 1 }), final(50)],
    /new read 1 of s, which the server had lost/,
  ],
  [
    'data that are used before they are there',
    [...ADDED, ...use('early', { begun: 2000, fence: 1, read: 50 }), FORGOT, ...AGAIN, final(50)],
    /early read 50 of s, which the server had lost/,
  ],
  [
    'a stale holder that saves into a new record',
    [...ADDED, ...use('old', { begun: 2000, fence: 1, read: 0, put: 1, ended: 4000 }), FORGOT, ...AGAIN, final(50)],
    /old saved s, which the server had lost/,
  ],
  [
    'a fence of before the loss',
    [...ADDED, ...first, FORGOT, ...AGAIN, ...use('new', { begun: 3200, fence: 1, read: 50 }), final(50)],
    /first and new have the same fence/,
  ],
])('it finds %s', (_, events, message) => {
  expect(judge(...events)).toContainEqual(expect.stringMatching(message));
});
