'use strict';

/**
 * The storage of the origin of a document, read and written.
 *
 * Runs in the page: it reaches nothing outside of the function but what a page has.
 *
 * @param {Function} valueCodec
 * @param {Function} databasesOf
 */
function originStorage(valueCodec, databasesOf) {
  /** Where a document is: its origin, and those of the documents around it, as far as the browser tells. */
  const place = () => ({ origin: self.origin, ancestors: Array.from(location.ancestorOrigins ?? []) });

  // By number: `Object.keys` leaves out keys such as `length`.
  const entriesOf = (storage) =>
    Array.from({ length: storage.length }, (_, at) => storage.key(at))
      .filter((name) => name !== null)
      .map((name) => ({ name, value: storage.getItem(name) }));

  function replace(storage, entries) {
    storage.clear();
    for (const { name, value } of entries) storage.setItem(name, value);
  }

  function setUp({ left, waitMs }) {
    const problems = [];
    const budget = { left };
    const report = (problem) => problems.push(problem);
    const databases = databasesOf(valueCodec(budget), { report, waitMs, budget });
    /** One kind of storage that refuses or fails costs no other. Where it is turned off, some browsers throw, others have none. */
    const attempt = async (kind, code, step) => {
      try {
        if (!globalThis[kind]) throw new DOMException(`${kind} is turned off`, 'SecurityError');
        return await step();
      } catch (error) {
        report({ code: error.name === 'SecurityError' ? 'REFUSED' : code, message: error.message });
        return undefined;
      }
    };
    return { attempt, budget, databases, problems };
  }

  /** What the wanted `kinds` of storage hold; `isTooLarge` if that is more than there is room for. */
  async function read({ kinds, ...limits }) {
    const { attempt, budget, databases, problems } = setUp(limits);
    const read = {};
    for (const kind of kinds) {
      read[kind] = await attempt(kind, 'NOT_READ', () =>
        kind === 'indexedDB' ? databases.read() : entriesOf(globalThis[kind]),
      );
    }
    return { ...place(), ...read, problems, isTooLarge: budget.left < 0 };
  }

  /** Replaces these kinds of storage. */
  async function write({ kinds, ...limits }) {
    const { attempt, databases, problems } = setUp(limits);
    for (const [kind, value] of Object.entries(kinds)) {
      await attempt(kind, 'NOT_WRITTEN', () =>
        kind === 'indexedDB' ? databases.write(value) : replace(globalThis[kind], value),
      );
    }
    return { ...place(), problems };
  }

  return { place, read, write };
}

module.exports = { originStorage };
