'use strict';

/**
 * IndexedDB of an origin, read and written in the form of Playwright's storage state; `nextKey` of a store is our own: the next number of
 * its key generator, if that is not the one after its last key.
 *
 * Runs in the page: it reaches nothing outside of the function but what a page has. `report` is told what can't be taken along, `waitMs` is
 * how long it waits for a database that another tab blocks, in milliseconds, and `budget.left` is how many characters may still be read:
 * below zero, reading ends.
 */
function databasesOf({ decode, encode, importKeys, isPlain }, { report, waitMs, budget }) {
  const BATCH = 256;
  /** The database that is being read or written. */
  let current;
  const tell = (problem) => report({ database: current, ...problem });

  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const finished = (transaction) =>
    new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
    });

  /** Another tab has the database open in a version that it doesn't give up, or is upgrading it. */
  const blocked = () => Object.assign(new Error('another tab blocks it'), { code: 'BLOCKED' });

  /** A request that other tabs may block. If it comes through later, it changes nothing. */
  function unblocked(request, onUpgrade) {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        reject(blocked());
      }, waitMs);
      request.onupgradeneeded = ({ oldVersion }) => {
        // From here on nobody blocks it; what is done then may take its time.
        clearTimeout(timer);
        if (isLate || onUpgrade === undefined) request.transaction.abort();
        else onUpgrade(request.result, request.transaction, oldVersion);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        if (isLate) request.result?.close();
        else resolve(request.result);
      };
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error);
      };
    });
  }

  async function open(name, version, onUpgrade) {
    const database = await unblocked(indexedDB.open(name, version), onUpgrade);
    // Whoever wants it next is not kept waiting.
    database.onversionchange = () => database.close();
    return database;
  }

  const keyPathOf = ({ keyPath }) => {
    if (keyPath === null) return {};
    return typeof keyPath === 'string' ? { keyPath } : { keyPathArray: [...keyPath] };
  };

  const indexOf = (index) => {
    const { name, multiEntry, unique } = index;
    return { name, ...keyPathOf(index), multiEntry, unique };
  };

  const shapeOf = (store) => ({
    name: store.name,
    autoIncrement: store.autoIncrement,
    ...keyPathOf(store),
    indexes: Array.from(store.indexNames, (name) => indexOf(store.index(name))),
  });

  /** `{ value }` or `{ valueEncoded }`. Playwright loses a plain value that is falsy. */
  const encoded = (name, value, pending) =>
    value && isPlain(value) ? { [name]: value } : { [`${name}Encoded`]: encode(value, pending) };

  const keyText = (key) => {
    try {
      return String(JSON.stringify(key)).slice(0, 80);
    } catch {
      return String(key);
    }
  };

  async function recordOf(store, key, value) {
    try {
      const pending = [];
      const record = {
        ...(store.keyPath === null ? encoded('key', key, pending) : {}),
        ...encoded('value', value, pending),
      };
      await Promise.all(pending);
      budget.left -= JSON.stringify(record).length;
      return record;
    } catch (error) {
      tell({ store: store.name, key: keyText(key), code: 'NOT_PORTABLE', message: error.message });
      return undefined;
    }
  }

  async function readStore(store) {
    const records = [];
    let lastNumber = 0;
    for (let range; ; ) {
      // Requests one after the other keep the transaction alive; what takes more time is awaited at the end.
      const [keys, values] = await Promise.all([
        result(store.getAllKeys(range, BATCH)),
        result(store.getAll(range, BATCH)),
      ]);
      keys.forEach((key, at) => {
        if (typeof key === 'number') lastNumber = Math.max(lastNumber, Math.floor(key));
        records.push(recordOf(store, key, values[at]));
      });
      if (keys.length < BATCH || budget.left < 0) break;
      range = IDBKeyRange.lowerBound(keys.at(-1), true);
    }
    return { ...shapeOf(store), records, lastNumber };
  }

  /** The next number of a key generator: a record is added to see it, and taken back. */
  async function nextKeyOf(database, name) {
    const transaction = database.transaction(name, 'readwrite');
    try {
      return await result(transaction.objectStore(name).add({}));
    } catch {
      return undefined;
    } finally {
      transaction.abort();
    }
  }

  async function readDatabase(name) {
    current = name;
    const database = await open(name);
    try {
      const names = Array.from(database.objectStoreNames);
      const transaction = names.length > 0 ? database.transaction(names, 'readonly') : undefined;
      const stores = [];
      for (const store of names) stores.push(await readStore(transaction.objectStore(store)));
      for (const store of stores) {
        const { lastNumber, autoIncrement } = store;
        delete store.lastNumber;
        store.records = (await Promise.all(store.records)).filter((record) => record !== undefined);
        const nextKey = autoIncrement ? await nextKeyOf(database, store.name) : undefined;
        if (nextKey !== undefined && nextKey !== lastNumber + 1) store.nextKey = nextKey;
      }
      return { name, version: database.version, stores };
    } finally {
      database.close();
    }
  }

  async function read() {
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
      try {
        databases.push(await readDatabase(name));
      } catch (error) {
        tell({ code: error.code === 'BLOCKED' ? 'BLOCKED' : 'NOT_READ', message: error.message });
      }
    }
    return databases;
  }

  const nested = (path, value) => path.split('.').reduceRight((inner, name) => ({ [name]: inner }), value);

  function create(database, { name, autoIncrement, keyPath, keyPathArray, indexes }) {
    const store = database.createObjectStore(name, { autoIncrement, keyPath: keyPathArray ?? keyPath ?? null });
    for (const index of indexes) {
      const { unique, multiEntry } = index;
      store.createIndex(index.name, index.keyPathArray ?? index.keyPath, { unique, multiEntry });
    }
  }

  /** Puts a record; one that is refused costs no other. */
  function put(store, { key, value }) {
    return new Promise((resolve) => {
      const refused = (error) => {
        tell({ store: store.name, key: keyText(key), code: 'NOT_WRITTEN', message: error.message });
        resolve();
      };
      try {
        const request = store.keyPath === null ? store.put(value, key) : store.put(value);
        request.onsuccess = resolve;
        request.onerror = (event) => {
          event.preventDefault();
          event.stopPropagation();
          refused(request.error);
        };
      } catch (error) {
        refused(error);
      }
    });
  }

  /** Fills stores with records that are decoded already: a transaction waits for its own requests alone. Chromium is slow with long queues. */
  async function fill(transaction, stores) {
    for (const { name, decoded, nextKey } of stores) {
      const store = transaction.objectStore(name);
      for (let at = 0; at < decoded.length; at += BATCH) {
        await Promise.all(decoded.slice(at, at + BATCH).map((record) => put(store, record)));
      }
      if (nextKey > 1) {
        await put(store, { key: nextKey - 1, value: store.keyPath === null ? {} : nested(store.keyPath, nextKey - 1) });
        await result(store.delete(nextKey - 1));
      }
    }
  }

  async function decodedOf({ name, records }) {
    const decoded = [];
    for (const record of records) {
      try {
        const keys = await importKeys(record.valueEncoded);
        const of = (field) => (field in record ? record[field] : decode(record[`${field}Encoded`], keys));
        decoded.push({ key: of('key'), value: of('value') });
      } catch (error) {
        tell({ store: name, key: keyText(record.key), code: 'NOT_WRITTEN', message: error.message });
      }
    }
    return decoded;
  }

  async function writeDatabase({ name, version, stores }) {
    current = name;
    const filled = [];
    for (const store of stores) filled.push({ ...store, decoded: await decodedOf(store) });
    let isCreated = false;
    const createAll = (database, transaction) => {
      isCreated = true;
      for (const old of Array.from(database.objectStoreNames)) database.deleteObjectStore(old);
      for (const store of filled) create(database, store);
      fill(transaction, filled).catch(() => transaction.abort());
    };
    let database = await open(name, version, createAll).catch((error) => {
      if (error.name !== 'VersionError') throw error;
    });
    try {
      if (isCreated) return;
      // It is there in this version: if its stores are the same, other tabs may keep it open.
      const names = database === undefined ? [] : Array.from(database.objectStoreNames);
      const transaction = names.length > 0 ? database.transaction(names, 'readwrite') : undefined;
      const shapes = names.map((each) => shapeOf(transaction.objectStore(each)));
      const wanted = stores.map(({ records: _, nextKey: __, ...shape }) => shape);
      if (database !== undefined && sameShapes(shapes, wanted)) {
        if (transaction === undefined) return;
        for (const each of names) transaction.objectStore(each).clear();
        const isDone = finished(transaction);
        await fill(transaction, filled);
        await isDone;
        return;
      }
      database?.close();
      await remove(name);
      database = await open(name, version, createAll);
    } finally {
      database?.close();
    }
  }

  /**
   * Deletes a database. A deletion that another tab blocks would be done one day, long after we have said that it was not; an upgrade ends
   * with our tab. Once that was possible, nobody blocks the deletion.
   */
  async function remove(name) {
    const { version } = await open(name);
    (await open(name, version + 1, () => {})).close();
    await unblocked(indexedDB.deleteDatabase(name));
  }

  /** Whether stores are the same, whatever the order of their fields. */
  function sameShapes(some, others) {
    const text = (shapes) =>
      JSON.stringify(
        shapes
          .map(({ name, autoIncrement, keyPath, keyPathArray, indexes }) => [
            ...[name, autoIncrement, keyPathArray ?? keyPath],
            indexes
              .map((index) => [index.name, index.keyPathArray ?? index.keyPath, index.multiEntry, index.unique])
              .sort(),
          ])
          .sort(),
      );
    return text(some) === text(others);
  }

  /** What is there and is not among these databases goes. */
  async function write(databases) {
    const failed = (database, { code, message }) =>
      report({ database, code: code === 'BLOCKED' ? code : 'NOT_WRITTEN', message });
    const wanted = new Set(databases.map(({ name }) => name));
    for (const { name } of await indexedDB.databases()) {
      if (!wanted.has(name)) await remove(name).catch((error) => failed(name, error));
    }
    for (const database of databases) {
      await writeDatabase(database).catch((error) => failed(database.name, error));
    }
  }

  return { read, write };
}

module.exports = { databasesOf };
