'use strict';

// The store of `docs/stores.md` with one promise broken at a time: what is changed in its text, and the test that finds it.

const HELD = 'record?.fence === fence && record.leaseEnd > now';
const WAITED = 'isLive(record, now) && freeAt(record) < record.usableUntil';
const GIVE = 'Object.assign(record, { owner, fence: ++pool.count, leaseEnd: now + leaseMs, usedAt: now });';
const RETIRE = 'record.reason ??= reason;\n    return';
const RELEASE = 'record.reason ??= reason;\n      Object.assign';
const RESET = '{ state, owner: undefined, reason: undefined, fence: ++pool.count, ...times });';

/** By what is wrong: `[from, to]` for each change, and the name of the test. */
const BROKEN = {
  // Claims
  'a claim gets what is held': [
    ["if (record.leaseEnd > now) return 'in use';", "if (record.leaseEnd > now) return 'free';"],
    'a record that is held is given to nobody else, and not to its holder again',
  ],
  'a claim by its last owner gets what is held': [
    ["one) => statusOf(one, now) === 'free'", "one) => statusOf(one, now) === 'free' || one.owner === owner"],
    'a record that is held is given to nobody else, and not to its holder again',
  ],
  'a claim gets what rests': [
    ["return record.restEnd > now ? 'cooling' : 'free'", "return 'free'"],
    'a record that rests is given to nobody',
  ],
  'a claim gets what is retired': [
    ["if (record.reason !== undefined) return 'retired';", ''],
    'a record that is retired is given to nobody',
  ],
  'a claim gets what is expired': [
    ["if (record.usableUntil <= now) return 'expired';", ''],
    'a record that can be used for 0 ms is expired from the start',
  ],
  'a record without a lifetime lasts for ever': [
    [
      'usableUntil: now + usableMs, leaseEnd: 0, restEnd: 0 };\n    const',
      'usableUntil: now + (usableMs || 1e12), leaseEnd: 0, restEnd: 0 };\n    const',
    ],
    'a record that can be used for 0 ms is expired from the start',
  ],
  'lifetimes do not pass': [
    ['record.usableUntil <= now', 'record.usableUntil <= record.usedAt'],
    'a record is expired when its time has passed',
  ],
  'a claim by id of an expired record waits': [
    ["if (status === 'retired' || status === 'expired')", "if (status === 'retired')"],
    'a claim by the id of an expired record tells that it is expired',
  ],
  'a record that rests does not expire': [
    [
      "if (record.usableUntil <= now) return 'expired';",
      "if (record.usableUntil <= now && record.restEnd <= now) return 'expired';",
    ],
    'a claim by the id of an expired record tells that it is expired',
  ],
  'a claim by id of a retired record waits': [
    ["if (status === 'retired' || status === 'expired')", "if (status === 'expired')"],
    'a record that is retired is given to nobody',
  ],
  'a claim by an id that is not there waits': [
    ["if (!record) return { status: 'missing' };", "if (!record) return { status: 'none' };"],
    'a claim by an id that is not there finds nothing, whatever else is free',
  ],
  'a claim by id takes any record': [
    ['if (id === undefined) {', 'if (id === undefined || !record) {'],
    'a claim by an id that is not there finds nothing, whatever else is free',
  ],
  'a claim that gets nothing counts as the owner': [
    [
      "return { status: 'none', nextMs: untilFree([record], now) };",
      "record.owner = owner;\n    return { status: 'none', nextMs: untilFree([record], now) };",
    ],
    'a claim that gets nothing changes nothing',
  ],
  'a lease never ends for others': [
    ["if (record.leaseEnd > now) return 'in use';", "if (record.leaseEnd > 0) return 'in use';"],
    'a record whose lease has ended is free, by its id or whichever it is',
  ],
  'who gets nothing is not told when to come again': [
    ['nextMs: untilFree(records, now),\n        hasRoom', 'hasRoom'],
    'who finds one record held is told how long it is held',
  ],
  'times are told in seconds': [
    ['...waited.map(freeAt)) - now)', '...waited.map(freeAt)) / 1000 - now / 1000)'],
    'who finds one record held is told how long it is held',
  ],
  'only leases are waited for': [
    ['Math.max(record.leaseEnd, record.restEnd)', 'record.leaseEnd'],
    'who finds one record resting is told how long it rests',
  ],
  'the last one is waited for': [
    ['Math.min(...waited', 'Math.max(...waited'],
    'of several records, the time of the one that is free first is told; by id, that of this one',
  ],
  'by id, any record is waited for': [
    ['nextMs: untilFree([record], now)', 'nextMs: untilFree(records, now)'],
    'of several records, the time of the one that is free first is told; by id, that of this one',
  ],
  'a retired record is waited for': [
    [WAITED, 'record.usableUntil > now && freeAt(record) < record.usableUntil'],
    'without a record to wait for, no time is told',
  ],
  'a record that expires first is waited for': [
    [WAITED, 'isLive(record, now)'],
    'a record that expires before it would be free is none to wait for',
  ],
  'a time that is told is too short': [
    ['...waited.map(freeAt)) - now)', '...waited.map(freeAt)) - now - 250)'],
    'after the time that was told, the record is free',
  ],
  'room is told for all records': [
    ['const live = records.filter((one) => isLive(one, now)).length;', 'const live = records.length;'],
    'who gets nothing is told whether there is room for another record',
  ],
  'room is told where there is none': [
    ['live < maxPoolSize', 'live <= maxPoolSize'],
    'who gets nothing is told whether there is room for another record',
  ],
  'only one owner is believed to know the state': [
    [
      `${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: record.state };`,
      `const isKnown = record.known?.includes(owner);\n    record.known = [...(record.known ?? []), owner];\n    ${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: isKnown ? undefined : record.state };`,
    ],
    'a claim brings the state that was saved last, unless the owner knows it',
  ],
  'an owner is believed to know the state after a reset': [
    [
      `${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: record.state };`,
      `const isKnown = record.known === owner;\n    record.known = owner;\n    ${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: isKnown ? undefined : record.state };`,
    ],
    'a claim brings the state that was saved last, unless the owner knows it',
  ],

  // Leases
  'a renewal does not make the lease longer': [
    ['record.leaseEnd = now + leaseMs;', 'record.leaseEnd = Math.min(record.leaseEnd, now + leaseMs);'],
    'a lease that is renewed for longer lasts longer',
  ],
  'a renewal does not make the lease shorter': [
    ['record.leaseEnd = now + leaseMs;', 'record.leaseEnd = Math.max(record.leaseEnd, now + leaseMs);'],
    'a lease that is renewed for less time ends earlier',
  ],
  'a renewal saves no state': [
    [
      'async renew(name, id, fence, { leaseMs, ...saved })',
      'async renew(name, id, fence, { leaseMs, state, ...saved })',
    ],
    'renew saves state and lifetime, and leaves what it is not given',
  ],
  'a lifetime is not saved': [
    ['if (held && usableMs !== undefined) record.usableUntil', 'if (false) record.usableUntil'],
    'renew saves state and lifetime, and leaves what it is not given',
  ],
  'a state that is left out is dropped': [
    ['if (held && state !== undefined) record.state = state;', 'if (held) record.state = state;'],
    'what is left out stays as it was',
  ],
  'a release saves no state': [
    ['{ restMs, reason, ...saved }', '{ restMs, reason, state, ...saved }'],
    'a record that is released is free at once, with what was saved',
  ],
  'a release does not end the lease': [
    ['{ leaseEnd: 0, restEnd: now + restMs', '{ restEnd: now + restMs'],
    'a record that is released is free at once, with what was saved',
  ],
  'a release without rest rests a little': [
    ['restEnd: now + restMs', 'restEnd: now + (restMs || 1000)'],
    'a record that is released is free at once, with what was saved',
  ],
  'no record rests': [
    ['restEnd: now + restMs', 'restEnd: 0'],
    'a record rests after its release, and is free after that',
  ],
  'rests never end': [
    ["return record.restEnd > now ? 'cooling'", "return record.restEnd > record.usedAt ? 'cooling'"],
    'a record rests after its release, and is free after that',
  ],
  'rests add up': [
    ['restEnd: now + restMs', 'restEnd: Math.max(record.restEnd, now) + (record.rests = (record.rests ?? 0) + restMs)'],
    'a record that has rested does not rest again by itself',
  ],
  'a release retires nothing': [
    [RELEASE, 'Object.assign'],
    'a release with a reason retires the record, with what was saved',
  ],
  'a holder is not told of a retirement': [
    ['return { held, reason: record?.reason };', 'return { held };'],
    'a holder is told that its record is retired, and why',
  ],
  'only a holder is told of a retirement': [
    ['return { held, reason: record?.reason };', 'return { held, reason: held ? record.reason : undefined };'],
    'who does not hold a record any more is told that it is retired, and why',
  ],
  'an added record is given to nobody': [
    ['if (lease) this.#give', 'if (false) this.#give'],
    'a record that is added with a lease is held from the start',
  ],
  'an added record is held for ever': [
    ['lease.owner, lease.leaseMs, now', 'lease.owner, 1e9, now'],
    'a record that is added with a lease is free when that ends',
  ],
  'long times are cut': [
    ['leaseEnd: now + leaseMs, usedAt', 'leaseEnd: now + Math.min(leaseMs, 2 ** 31), usedAt'],
    'the longest lengths, and lengths with a fraction, are taken',
  ],

  // Adding and states
  'an add overwrites the state': [
    [
      "if (record) return { status: 'exists' };",
      "if (record) record.state = state;\n    if (record) return { status: 'exists' };",
    ],
    'a record that is there is not added again, and stays as it is',
  ],
  'an add gives away a record that is there': [
    [
      "if (record) return { status: 'exists' };",
      "if (record && lease) this.#give(pool, record, lease.owner, lease.leaseMs, now);\n    if (record) return { status: 'exists' };",
    ],
    'a record that is there is not added again, and stays as it is',
  ],
  'an add replaces a retired record': [
    [
      "if (record) return { status: 'exists' };",
      "if (record && record.reason === undefined) return { status: 'exists' };",
    ],
    'a record that is held, retired or expired is there as well, and so is one of a full pool',
  ],
  'a full pool knows no record that is there': [
    [
      "if (record) return { status: 'exists' };\n    if (records.filter((one) => isLive(one, now)).length >= maxPoolSize) return { status: 'full' };",
      "if (records.filter((one) => isLive(one, now)).length >= maxPoolSize) return { status: 'full' };\n    if (record) return { status: 'exists' };",
    ],
    'a record that is held, retired or expired is there as well, and so is one of a full pool',
  ],
  'a pool is full one too late': [
    ['.length >= maxPoolSize', '.length > maxPoolSize'],
    'a full pool takes no record; only live ones count',
  ],
  'all records fill a pool': [
    ['if (records.filter((one) => isLive(one, now)).length >=', 'if (records.length >='],
    'a full pool takes no record; only live ones count',
  ],
  'only free records fill a pool': [
    [
      'if (records.filter((one) => isLive(one, now)).length >=',
      "if (records.filter((one) => statusOf(one, now) === 'free').length >=",
    ],
    'a full pool takes no record; only live ones count',
  ],
  'there is never room for more than 20': [
    ['maxPoolSize = Infinity', 'maxPoolSize = 20'],
    'without a `maxPoolSize` there is always room',
  ],
  'an empty state is none': [
    ['if (held && state !== undefined) record.state', 'if (held && state) record.state'],
    'a state is kept exactly: an empty text',
  ],
  'a state is trimmed': [
    ['      id,\n      state,\n      owner', '      id,\n      state: state.trim(),\n      owner'],
    'a state is kept exactly: spaces',
  ],
  'a state is normalised': [
    [
      'if (held && state !== undefined) record.state = state;',
      'if (held && state !== undefined) record.state = String(state).normalize();',
    ],
    'a state is kept exactly: two spellings of one letter',
  ],
  'a state is cut': [
    [
      '{ state, owner: undefined, reason: undefined, fence',
      '{ state: String(state).slice(0, 65535), owner: undefined, reason: undefined, fence',
    ],
    'a state is kept exactly: 1 MiB',
  ],
  'a state is read as JSON': [
    ['state: withState ? state : undefined', "state: withState ? (state === 'null' ? null : state) : undefined"],
    'a state is kept exactly: a word that means nothing',
  ],
  'an object becomes text': [
    ['pools = new Map();', 'pools = new Map();\n  keepsObjects = true;'],
    [
      'if (held && state !== undefined) record.state = state;',
      'if (held && state !== undefined) record.state = String(state);',
    ],
    'a store that keeps objects gives back the same object',
  ],

  // Reading
  'get finds what is not there': [
    ['return record && describe(record, now, true);', 'return describe(record ?? records[0], now, true);'],
    'get tells all of a record that was never used',
  ],
  'get brings no state': [
    ['return record && describe(record, now, true);', 'return record && describe(record, now);'],
    'get tells all of a record that was never used',
  ],
  'a held record whose time is over is expired': [
    [
      "if (record.leaseEnd > now) return 'in use';\n  if (record.usableUntil <= now) return 'expired';",
      "if (record.usableUntil <= now) return 'expired';\n  if (record.leaseEnd > now) return 'in use';",
    ],
    'get tells what becomes of a record, step by step',
  ],
  'a held record is not retired': [
    [
      "if (record.reason !== undefined) return 'retired';\n  if (record.leaseEnd > now) return 'in use';",
      "if (record.leaseEnd > now) return 'in use';\n  if (record.reason !== undefined) return 'retired';",
    ],
    'a record that is held and retired is retired, with its lease',
  ],
  'no time is less than nothing': [
    ['usableMs: usableUntil - now', 'usableMs: Math.max(0, usableUntil - now)'],
    'how long a record can be used is told, also when that is over',
  ],
  'a release forgets the owner': [
    ['Object.assign(record, { leaseEnd: 0, restEnd', 'Object.assign(record, { owner: undefined, leaseEnd: 0, restEnd'],
    'who held a record last is told until it is reset',
  ],
  'a renewal is a use': [
    ['record.leaseEnd = now + leaseMs;', 'Object.assign(record, { leaseEnd: now + leaseMs, usedAt: now });'],
    'how long ago the last use was is told',
  ],
  'a list is sorted by id': [
    [
      'const behind = records.filter',
      'const behind = records.sort((one, other) => one.id.localeCompare(other.id)).filter',
    ],
    'a list of 250 records has each once, in the order of adding, whatever was done to them',
  ],
  'a list is sorted by use': [
    ['const behind = records.filter', 'const behind = records.sort((one, other) => one.usedAt - other.usedAt).filter'],
    'a list of 250 records has each once, in the order of adding, whatever was done to them',
  ],
  'a page is longer': [
    ['behind.slice(0, limit)', 'behind.slice(0, limit + 1)'],
    'a page has at most as many records as it is asked for, and the next one goes on behind it',
  ],
  'a page begins with the last one': [
    ['added > after', 'added >= after'],
    'a page has at most as many records as it is asked for, and the next one goes on behind it',
  ],
  'there is no next page': [
    ['const next = behind.length > limit', 'const next = behind.length > 100'],
    'a page has at most as many records as it is asked for, and the next one goes on behind it',
  ],
  'pages are counted from the start': [
    ['const behind = records.filter(({ added }) => added > after);', 'const behind = records.slice(after);'],
    ['page.at(-1).added', 'after + limit'],
    'records that are added or removed between two pages neither hide others nor bring them twice',
  ],
  'a list always brings states': [
    ['page.map((record) => describe(record, now, state))', 'page.map((record) => describe(record, now, true))'],
    'a list has states only if it is asked for them, and else what get has',
  ],
  'a list never brings states': [
    ['page.map((record) => describe(record, now, state))', 'page.map((record) => describe(record, now))'],
    'a list has states only if it is asked for them, and else what get has',
  ],
  'stats know one reason': [
    ['reasons.map((reason) => [reason, reasons', "reasons.map((reason) => ['retired', reasons"],
    'stats count the records by what they are',
  ],
  'stats tell no time for what is free': [
    [
      'nextMs: untilFree(records, now),\n    };',
      "nextMs: count('free') > 0 ? undefined : untilFree(records, now),\n    };",
    ],
    'stats tell when the next record is free',
  ],

  // Fences
  'fences do not grow': [
    ['fence: ++pool.count, leaseEnd', 'fence: record.fence, leaseEnd'],
    'each lease has a larger fence, whoever gets it and however the one before ended',
  ],
  'fences do not grow for the last owner': [
    ['fence: ++pool.count, leaseEnd', 'fence: owner === record.owner ? record.fence : ++pool.count, leaseEnd'],
    'each lease has a larger fence, whoever gets it and however the one before ended',
  ],
  'fences do not grow when a lease has ended by itself': [
    ['fence: ++pool.count, leaseEnd', 'fence: record.leaseEnd > 0 ? record.fence : ++pool.count, leaseEnd'],
    'each lease has a larger fence, whoever gets it and however the one before ended',
  ],
  'add tells another fence': [
    ["return { status: 'added', fence: added.fence };", "return { status: 'added', fence: added.fence + 1 };"],
    'the fence that a record has is told by claim, add and get alike',
  ],
  'a reset leaves the fence': [
    [RESET, '{ state, owner: undefined, reason: undefined, ...times });'],
    'after a reset the fence is larger, and goes on to grow',
  ],
  'a reset begins fences anew': [
    [RESET, '{ state, owner: undefined, reason: undefined, fence: 1, ...times });'],
    'after a reset the fence is larger, and goes on to grow',
  ],
  'a stale renewal is taken': [
    [HELD, 'record?.leaseEnd > now'],
    'renew by one who has lost its lease to another changes nothing',
  ],
  'a stale release is taken': [
    [HELD, 'record?.leaseEnd > now'],
    'release by one who has lost its lease to another changes nothing',
  ],
  'an older fence is taken': [
    [HELD, 'record && fence <= record.fence && record.leaseEnd > now'],
    'renew with a fence that was never given changes nothing',
  ],
  'a newer fence is taken': [
    [HELD, 'record && fence >= record.fence && record.leaseEnd > now'],
    'release with a fence that was never given changes nothing',
  ],
  'who has lost its lease by time writes on': [
    [HELD, 'record?.fence === fence'],
    'renew by one whose lease has ended changes nothing, even if nobody has claimed the record since',
  ],
  'who has released writes on': [
    [HELD, 'record?.fence === fence && !(record.leaseEnd > 0 && record.leaseEnd <= now)'],
    'release by one who has released the record changes nothing',
  ],
  'a record is held by who has its fence': [
    [HELD, 'record?.fence === fence && (record.leaseEnd > now || !record.owner)'],
    'renew of a record that nobody has claimed changes nothing, even with its fence',
  ],
  'a refused write saves the state': [
    ['if (held && state !== undefined)', 'if (record && state !== undefined)'],
    'release by one who has lost its lease to another changes nothing',
  ],
  'a refused release retires': [
    [
      'async release(name, id, fence, { restMs, reason, ...saved }) {',
      'async release(name, id, fence, { restMs, reason, ...saved }) {\n    if (this.#read(name, id).record) this.#read(name, id).record.reason ??= reason;',
    ],
    'release by one who has lost its lease to another changes nothing',
  ],
  'a refused write says that it was done': [
    ['return { held, reason: record?.reason };', 'return { held: record !== undefined, reason: record?.reason };'],
    'renew by one who has lost its lease to another changes nothing',
  ],
  'a write to nothing says that it was done': [
    ['return { held, reason: record?.reason };', 'return { held: held || !record, reason: record?.reason };'],
    'renew and release of a record that is not there say so',
  ],
  'each record has fences of its own': [
    ['fence: ++pool.count, leaseEnd', 'fence: record.fence + 1, leaseEnd'],
    ['fence: ++pool.count,\n      ...times', 'fence: 1,\n      ...times'],
    [RESET, '{ state, owner: undefined, reason: undefined, fence: record.fence + 1, ...times });'],
    'a record that was removed and added again is not held by who held the removed one',
  ],

  // Retirement
  'the last reason stays': [
    [RETIRE, 'record.reason = reason;\n    return'],
    'the first reason stays, whoever gives another one',
  ],
  'a release has the last word': [
    [RELEASE, 'record.reason = reason ?? record.reason;\n      Object.assign'],
    'the first reason stays, whoever gives another one',
  ],
  'a release undoes a retirement': [
    [RELEASE, 'record.reason = reason;\n      Object.assign'],
    'no later write of the holder undoes a retirement',
  ],
  'a renewal undoes a retirement': [
    ['record.leaseEnd = now + leaseMs;', 'record.leaseEnd = now + leaseMs;\n      record.reason = undefined;'],
    'no later write of the holder undoes a retirement',
  ],
  'a retirement ends the lease': [
    [RETIRE, 'record.reason ??= reason;\n    record.leaseEnd = 0;\n    return'],
    'who holds a record that is retired goes on to hold it',
  ],
  'a retirement bars the holder': [
    [HELD, `${HELD} && record.reason === undefined`],
    'who holds a record that is retired goes on to hold it',
  ],
  'a holder that retires saves nothing': [
    ['held.fence, { state: held.state }', 'held.fence, {}'],
    'a holder that retires its record saves its state with it',
  ],
  'only a holder can retire': [
    [RETIRE, 'if (written?.held !== false) record.reason ??= reason;\n    return'],
    'a record is retired even by one that does not hold it any more',
  ],
  'who retires saves its state in any case': [
    [
      'const written = held &&',
      'if (held?.state !== undefined) record.state = held.state;\n    const written = held &&',
    ],
    'a stale holder saves nothing while it retires',
  ],
  'a retirement finds what is not there': [
    ['if (!record) return { found: false', 'if (!record) return { found: true'],
    'retire says whether there is such a record',
  ],
  'a reset leaves the reason': [
    [RESET, '{ state, owner: undefined, fence: ++pool.count, ...times });'],
    'a retired record is reset',
  ],
  'a reset leaves the lease': [
    [
      'usableUntil: now + usableMs, leaseEnd: 0, restEnd: 0 };\n    Object',
      'usableUntil: now + usableMs, restEnd: 0 };\n    Object',
    ],
    'a held record is reset, and its holder holds it no more',
  ],
  'a reset leaves the rest': [
    [
      'usableUntil: now + usableMs, leaseEnd: 0, restEnd: 0 };\n    Object',
      'usableUntil: now + usableMs, leaseEnd: 0 };\n    Object',
    ],
    'a resting record is reset',
  ],
  'a reset leaves the lifetime': [
    [
      '{ usableUntil: now + usableMs, leaseEnd: 0, restEnd: 0 };\n    Object',
      '{ leaseEnd: 0, restEnd: 0 };\n    Object',
    ],
    'an expired record is reset, and one can be reset to be expired',
  ],
  'a reset leaves the state': [
    [RESET, '{ owner: undefined, reason: undefined, fence: ++pool.count, ...times });'],
    'a retired record is reset',
  ],
  'a reset leaves the owner': [
    [RESET, '{ state, reason: undefined, fence: ++pool.count, ...times });'],
    'a held record is reset, and its holder holds it no more',
  ],
  'a reset asks for no fence': [
    ['if (record?.fence !== fence) return false;', 'if (!record) return false;'],
    'a reset with another fence changes nothing',
  ],
  'a reset makes what is not there': [
    [
      'if (record?.fence !== fence) return false;',
      'if (!record) return true;\n    if (record.fence !== fence) return false;',
    ],
    'a reset with another fence changes nothing',
  ],

  // Removal
  'what is held is not removed': [
    [
      'return this.#read(name).pool.records.delete(id);',
      'const { record, now, pool } = this.#read(name, id);\n    return !(record?.leaseEnd > now) && pool.records.delete(id);',
    ],
    'any record is removed, and is not there any more',
  ],
  'what is not there is removed': [
    ['return this.#read(name).pool.records.delete(id);', 'this.#read(name).pool.records.delete(id);\n    return true;'],
    'any record is removed, and is not there any more',
  ],
  'what was removed comes back in its place': [
    [
      'return this.#read(name).pool.records.delete(id);',
      'const { record, pool } = this.#read(name, id);\n    if (record) (pool.old ??= new Map()).set(id, record);\n    return pool.records.delete(id);',
    ],
    [
      'pool.records.set(id, added);',
      'if (pool.old?.has(id)) Object.assign(added, { added: pool.old.get(id).added });\n    pool.records.set(id, added);\n    pool.records = new Map([...pool.records].sort(([, one], [, other]) => one.added - other.added));',
    ],
    'a record that was removed can be added again, as a new one',
  ],
  'live records are pruned': [
    ['!isLive(record, now) && record.leaseEnd <= now', 'record.leaseEnd <= now'],
    'retired and expired records are pruned, others are spared',
  ],
  'expired records are not pruned': [
    ['!isLive(record, now) && record.leaseEnd <= now', 'record.reason !== undefined && record.leaseEnd <= now'],
    'retired and expired records are pruned, others are spared',
  ],
  'a prune tells how many are left': [
    ['return ended.length;', 'return records.length - ended.length;'],
    'retired and expired records are pruned, others are spared',
  ],
  'what is held is pruned': [
    ['!isLive(record, now) && record.leaseEnd <= now', '!isLive(record, now)'],
    'what is held is not pruned, until it is held no more',
  ],
  'what was held is never pruned': [
    ['!isLive(record, now) && record.leaseEnd <= now', '!isLive(record, now) && record.leaseEnd === 0'],
    'what is held is not pruned, until it is held no more',
  ],

  // Picks
  'the first one added is the least recently used': [
    ['free.sort((one, other) => one.usedAt - other.usedAt)[0]', 'free[0]'],
    'least-recently-used: a release is a use',
  ],
  'the last one added is the most recently used': [
    ['free.sort((one, other) => other.usedAt - one.usedAt)[0]', 'free.at(-1)'],
    'most-recently-used: a release is a use',
  ],
  'the most recently used is the least': [
    ['other.usedAt - one.usedAt', 'one.usedAt - other.usedAt'],
    'most-recently-used: records that were never used, by their adding',
  ],
  'what was never used comes first': [
    ['const times = { usedAt: now, ', 'const times = { usedAt: 0, '],
    'least-recently-used: a claim whose lease ended without a release is a use',
  ],
  'a release is no use': [
    ['restEnd: now + restMs, usedAt: now });', 'restEnd: now + restMs });'],
    'least-recently-used: a release is a use',
  ],
  'a claim is no use': [
    ['leaseEnd: now + leaseMs, usedAt: now });', 'leaseEnd: now + leaseMs });'],
    'least-recently-used: a claim whose lease ended without a release is a use',
  ],
  'a rest is a use': [
    ['restEnd: now + restMs, usedAt: now });', 'restEnd: now + restMs, usedAt: now + restMs });'],
    'least-recently-used: a record that has rested counts as used when it was released',
  ],
  'a reset is a use': [
    [RESET, '{ state, owner: undefined, reason: undefined, fence: ++pool.count, usedAt: now, ...times });'],
    'most-recently-used: a reset, a renewal and a refused claim are no uses',
  ],
  'round-robin begins anew each time': [
    ['free.find(({ added }) => added > turn) ?? free[0]', 'free[0]'],
    'round-robin: in the order of adding, over all owners',
  ],
  'round-robin stops at the end': [
    ['free.find(({ added }) => added > turn) ?? free[0]', 'free.find(({ added }) => added > turn)'],
    'round-robin: in the order of adding, over all owners',
  ],
  'round-robin follows the uses': [
    ['free.find(({ added }) => added > turn) ?? free[0]', 'free.sort((one, other) => one.usedAt - other.usedAt)[0]'],
    'round-robin: goes on where it was after what is not free, new or gone',
  ],
  'other picks move round-robin': [
    ["if (picked && pick === 'round-robin')", 'if (picked)'],
    'round-robin: claims in other ways do not move it',
  ],
  'claims by id move round-robin': [
    [
      "if (status === 'free') return",
      "if (status === 'free') pool.turn = record.added;\n    if (status === 'free') return",
    ],
    'round-robin: claims in other ways do not move it',
  ],
  'round-robin is lost with a record': [
    [
      'free.find(({ added }) => added > turn) ?? free[0]',
      '(pool.turn && !free.some(({ added }) => added === turn) ? free[0] : free.find(({ added }) => added > turn) ?? free[0])',
    ],
    ["'round-robin': (free, { turn })", "'round-robin': (free, pool, turn = pool.turn)"],
    'round-robin: goes on where it was after what is not free, new or gone',
  ],
  'random is always the first': [
    ['free[Math.floor(Math.random() * free.length)]', 'free[0]'],
    'random: each record is chosen now and then, in no order',
  ],
  'random never is the last': [
    ['Math.random() * free.length', 'Math.random() * Math.max(1, free.length - 1)'],
    'random: each record is chosen now and then, in no order',
  ],
  'random goes round': [
    [
      'random: (free) => free[Math.floor(Math.random() * free.length)]',
      'random: (free, pool) => free[(pool.drawn = (pool.drawn ?? 0) + 1) % free.length]',
    ],
    'random: each record is chosen now and then, in no order',
  ],
  'random takes what is held': [
    [
      'PICKS[pick](free, pool)',
      "(pick === 'random' && free.length > 0 && records.find((one) => one.leaseEnd > now)) || PICKS[pick](free, pool)",
    ],
    'random: only free records are chosen, each once while it is held',
  ],
  'the first pick counts for all claims': [
    ['PICKS[pick](free, pool)', 'PICKS[(pool.pick ??= pick)](free, pool)'],
    'each claim may pick in another way',
  ],

  // Pools and texts
  'pools are one': [
    [
      'if (!this.pools.has(name)) this.pools.set(name,',
      "name = 'all';\n    if (!this.pools.has(name)) this.pools.set(name,",
    ],
    ['const pool = this.pools.get(name);', "const pool = this.pools.get('all');"],
    ['this.pools.get(name).opened++;', "this.pools.get('all').opened++;"],
    'pools of one store know nothing of each other',
  ],
  'ids are read without their case': [
    ['pool.records.set(id, added);', 'pool.records.set(id.toLowerCase(), added);'],
    ['record: pool.records.get(id)', 'record: pool.records.get(id?.toLowerCase())'],
    'ids are different as soon as their texts are',
  ],
  'ids are trimmed': [
    ['pool.records.set(id, added);', 'pool.records.set(id.trim(), added);'],
    ['record: pool.records.get(id)', 'record: pool.records.get(id?.trim())'],
    'ids are different as soon as their texts are',
  ],
  'reasons are keys of a plain object': [
    [
      'retired: Object.fromEntries(reasons.map((reason) => [reason, reasons.filter((one) => one === reason).length])),',
      'retired: reasons.reduce((all, reason) => { all[reason] = (all[reason] ?? 0) + 1; return all; }, {}),',
    ],
    'any text names a pool, a record, an owner and a reason',
  ],
  'owners are read without their case': [
    [
      `${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: record.state };`,
      `const isKnown = record.owner?.toLowerCase() === owner.toLowerCase();\n    ${GIVE}\n    return { status: 'claimed', id: record.id, fence: record.fence, state: isKnown ? undefined : record.state };`,
    ],
    'owners are different as soon as their texts are',
  ],
  'round-robin goes through all pools': [
    ['pool.turn = picked.added', 'for (const one of this.pools.values()) one.turn = picked.added'],
    'round-robin goes through each pool by itself',
  ],

  // Opening and closing
  'the first to close closes for all': [
    ['pool.opened--;', 'pool.opened = 0;'],
    'a pool that is open twice stays open when one of them is closed',
  ],
  'a pool that is opened again is empty': [
    ['if (!this.pools.has(name)) this.pools.set', 'if (!this.pools.get(name)?.opened) this.pools.set'],
    'a pool that is opened again has its records as they were',
  ],
  'steps go on behind the last close': [
    ['if (!pool?.opened)', 'if (!pool)'],
    'once all have closed a pool, its steps reject',
  ],
  'a close lets nothing be finished': [
    [
      "const { pool, records, record, now } = this.#read(name, id);\n    if (record) return { status: 'exists' };",
      "await new Promise((resolve) => setTimeout(resolve, 50));\n    const { pool, records, record, now } = this.#read(name, id);\n    if (record) return { status: 'exists' };",
    ],
    'steps that are under way are finished before a pool is closed',
  ],

  'a close closes all pools': [
    ['pool.opened--;', 'pool.opened--;\n    for (const one of this.pools.values()) one.opened = pool.opened;'],
    'a pool that is closed leaves others open',
  ],
  'a new pool is opened in two steps': [
    [
      'if (!this.pools.has(name)) this.pools.set',
      'const isNew = !this.pools.has(name);\n    await null;\n    if (isNew) this.pools.set',
    ],
    'a new pool may be opened by many at the same time',
  ],

  // Together
  'a claim is two steps': [
    ['const picked = PICKS[pick](free, pool);', 'const picked = PICKS[pick](free, pool);\n      await null;'],
    'many claims at the same time get each record once',
  ],
  'a claim by id is two steps': [
    ['const status = statusOf(record, now);', 'const status = statusOf(record, now);\n    await null;'],
    'many claims of one id at the same time are given it once',
  ],
  'a claim at random is two steps': [
    [
      'const picked = PICKS[pick](free, pool);',
      "const picked = PICKS[pick](free, pool);\n      if (pick === 'random') await null;",
    ],
    'random: no record has two holders at once, and fences grow',
  ],
  'an add is two steps': [
    ['pool.records.set(id, added);', 'await null;\n    pool.records.set(id, added);'],
    'many adds at the same time add each record once, and no more than there is room for',
  ],
  'a reset is two steps': [
    ['if (record?.fence !== fence) return false;', 'if (record?.fence !== fence) return false;\n    await null;'],
    'of steps that exclude each other at the same time, one succeeds',
  ],
  'a removal takes its time': [
    [
      'return this.#read(name).pool.records.delete(id);',
      'await null;\n    return this.#read(name).pool.records.delete(id);',
    ],
    'steps that are called without waiting take effect in their order',
  ],
  'a renewal takes its time': [
    [
      'async renew(name, id, fence, { leaseMs, ...saved }) {',
      'async renew(name, id, fence, { leaseMs, ...saved }) {\n    await null;',
    ],
    'writes of a holder that are called without waiting take effect in their order',
  ],
};

/** Each as `{ title, changes, test }`. */
module.exports = Object.entries(BROKEN).map(([title, changes]) => ({
  title,
  changes: changes.slice(0, -1),
  test: changes.at(-1),
}));
