'use strict';

/** All of an origin's IndexedDB as text, for comparing: made in the page, by other means than those of the package. */
async function portrait() {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16)).join(' ');
  async function textOf(value, seen = []) {
    if (value === null || typeof value !== 'object')
      return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
    if (seen.includes(value)) return `again ${seen.indexOf(value)}`;
    seen.push(value);
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    const each = async (values) => {
      const texts = [];
      for (const one of values) texts.push(await textOf(one, seen));
      return texts.join(', ');
    };
    if (kind === 'Map' || kind === 'Set') return `${kind} { ${await each([...value].flat())} }`;
    if (kind === 'Date') return `Date ${value.getTime()}`;
    if (kind === 'RegExp') return String(value);
    if (kind === 'Error') return `${value.name} ${value.message}`;
    if (kind === 'Blob' || kind === 'File') {
      return [kind, value.type, value.name, value.lastModified, hex(await value.arrayBuffer())].join(' ');
    }
    if (kind === 'ArrayBuffer') return `ArrayBuffer ${hex(value)}`;
    if (ArrayBuffer.isView(value)) {
      return `${kind} ${hex(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength))}`;
    }
    if (kind === 'CryptoKey') return `CryptoKey ${JSON.stringify(await crypto.subtle.exportKey('jwk', value))}`;
    if (kind === 'Boolean' || kind === 'Number' || kind === 'String') return `${kind} ${value.valueOf()}`;
    return `${kind} ${value.length ?? ''} { ${Object.keys(value)} } { ${await each(Object.values(value))} }`;
  }
  const lines = [];
  const databases = await indexedDB.databases();
  for (const { name, version } of databases.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    lines.push(`database ${name} ${version}`);
    const db = await settled(indexedDB.open(name));
    for (const storeName of db.objectStoreNames) {
      const store = db.transaction(storeName).objectStore(storeName);
      lines.push(`store ${storeName} ${JSON.stringify(store.keyPath)} ${store.autoIncrement}`);
      for (const indexName of store.indexNames) {
        const index = store.index(indexName);
        lines.push(`index ${indexName} ${JSON.stringify(index.keyPath)} ${index.unique} ${index.multiEntry}`);
        lines.push(`  ${await textOf(await settled(index.getAllKeys()))}`);
      }
      const keys = await settled(store.getAllKeys());
      const values = await settled(store.getAll());
      for (const [at, key] of keys.entries()) lines.push(`  ${await textOf(key)} = ${await textOf(values[at])}`);
    }
    db.close();
  }
  return lines;
}

module.exports = { portrait };
