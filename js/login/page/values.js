'use strict';

/**
 * Values of IndexedDB as JSON and back, in the form of Playwright's storage state, and in forms of our own for what that has none for:
 * `{ blob }`, `{ ck }` (a key that may be exported), `{ dv }` (a DataView), `{ w }` (a primitive in an object) and `{ sa }` (an array with
 * holes or further properties).
 *
 * Runs in the page: it reaches nothing outside of the function but what a page has. `budget.left` is how many characters may still be read;
 * a Blob for which that is too little is not read.
 */
function valueCodec(budget) {
  const VIEWS = {
    i8: Int8Array,
    ui8: Uint8Array,
    ui8c: Uint8ClampedArray,
    i16: Int16Array,
    ui16: Uint16Array,
    i32: Int32Array,
    ui32: Uint32Array,
    f16: globalThis.Float16Array,
    f32: Float32Array,
    f64: Float64Array,
    bi64: BigInt64Array,
    bui64: BigUint64Array,
  };
  const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
  const isObject = (value) => value !== null && typeof value === 'object';

  function base64(bytes) {
    if (typeof bytes.toBase64 === 'function') return bytes.toBase64();
    const chunks = [];
    for (let at = 0; at < bytes.length; at += 0x8000) {
      chunks.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
    }
    return btoa(chunks.join(''));
  }

  function bytesOf(text) {
    const binary = atob(text);
    return Uint8Array.from({ length: binary.length }, (_, at) => binary.charCodeAt(at));
  }

  /** Whether an array has nothing but its elements. */
  function isDense(array) {
    for (let at = 0; at < array.length; at++) if (!(at in array)) return false;
    return Object.keys(array).length === array.length;
  }

  /** Whether JSON says it all. What occurs twice is one object there, and JSON would make two of it. */
  function isPlain(value, seen = new Set()) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
    const kind = isObject(value) ? kindOf(value) : '';
    if ((kind !== 'Object' && kind !== 'Array') || seen.has(value)) return false;
    if (kind === 'Array' && !isDense(value)) return false;
    seen.add(value);
    return Object.values(value).every((each) => isPlain(each, seen));
  }

  /**
   * The encoded form. What takes time is filled in by promises that go into `pending`.
   * @throws Error that says what can't be taken along
   */
  function encode(value, pending, ids = new Map()) {
    if (value === undefined) return { v: 'undefined' };
    if (value === null) return { v: 'null' };
    if (typeof value === 'bigint') return { bi: String(value) };
    if (typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value))) {
      return { v: Object.is(value, -0) ? '-0' : String(value) };
    }
    if (!isObject(value)) return value;
    if (ids.has(value)) return { ref: ids.get(value) };
    const numbered = (node) => {
      node.id = ids.size + 1;
      ids.set(value, node.id);
      return node;
    };
    const inner = (each) => encode(each, pending, ids);
    const pairs = (entries) => Array.from(entries, ([k, v]) => ({ k: inner(k), v: inner(v) }));
    const members = () => Object.keys(value).map((k) => ({ k, v: inner(value[k]) }));
    const kind = kindOf(value);
    switch (kind) {
      case 'Object': {
        const node = numbered({ o: undefined });
        node.o = members();
        return node;
      }
      case 'Array': {
        const node = numbered(isDense(value) ? { a: undefined } : { sa: { n: value.length } });
        if ('a' in node) node.a = value.map(inner);
        else node.sa.p = members();
        return node;
      }
      case 'Map': {
        const node = numbered({ m: undefined });
        node.m = pairs(value);
        return node;
      }
      case 'Set': {
        const node = numbered({ s: undefined });
        node.s = Array.from(value, inner);
        return node;
      }
      case 'Date':
        return { d: value.toJSON() ?? 'Invalid Date' };
      case 'RegExp':
        return { r: { p: value.source, f: value.flags } };
      case 'Error':
        return { e: { n: value.name, m: value.message, s: value.stack } };
      case 'Boolean':
      case 'Number':
      case 'String':
      case 'BigInt':
        return { w: inner(value.valueOf()) };
      case 'ArrayBuffer':
        return { ab: { b: base64(new Uint8Array(value)) } };
      case 'DataView':
        return { dv: { b: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) } };
      case 'Blob':
      case 'File': {
        const blob = { t: value.type };
        if (kind === 'File') Object.assign(blob, { n: value.name, m: value.lastModified });
        const fill = (buffer) => Object.assign(blob, { b: base64(new Uint8Array(buffer)) });
        if (value.size > budget.left) budget.left = -1;
        else pending.push(value.arrayBuffer().then(fill));
        return { blob };
      }
      case 'CryptoKey': {
        if (!value.extractable) throw new Error('a CryptoKey that may not be extracted');
        const key = { a: encode(value.algorithm, pending), u: value.usages };
        pending.push(crypto.subtle.exportKey('jwk', value).then((jwk) => Object.assign(key, { jwk })));
        return { ck: key };
      }
    }
    const view = Object.keys(VIEWS).find((name) => VIEWS[name]?.name === kind);
    if (view === undefined) throw new Error(`a value of the kind ${kind}`);
    return { ta: { b: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)), k: view } };
  }

  /** The nodes of keys inside of an encoded value. Importing a key takes time, so it is done before the rest is decoded. */
  function keyNodes(node) {
    if (!isObject(node)) return [];
    return isObject(node.ck) ? [node] : Object.values(node).flatMap(keyNodes);
  }

  async function importKeys(node) {
    const imported = keyNodes(node).map(async (each) => {
      const { jwk, a, u } = each.ck;
      return [each, await crypto.subtle.importKey('jwk', jwk, decode(a), true, u)];
    });
    return new Map(await Promise.all(imported));
  }

  /** The value of an encoded form; `keys` are those that `importKeys` made of it. */
  function decode(node, keys = new Map(), values = new Map()) {
    if (!isObject(node)) return node;
    const inner = (each) => decode(each, keys, values);
    const keep = (value) => {
      values.set(node.id, value);
      return value;
    };
    // `__proto__` may be a name like any other.
    const define = (object, entries) => {
      for (const { k, v } of entries) {
        Object.defineProperty(object, k, { value: inner(v), writable: true, enumerable: true, configurable: true });
      }
      return object;
    };
    if ('ref' in node) return values.get(node.ref);
    if ('v' in node) {
      return { undefined, null: null, NaN, Infinity, '-Infinity': -Infinity, '-0': -0 }[node.v];
    }
    if ('o' in node) return define(keep({}), node.o);
    if ('a' in node) {
      const array = keep([]);
      for (const each of node.a) array.push(inner(each));
      return array;
    }
    if ('sa' in node) return define(keep(new Array(node.sa.n)), node.sa.p);
    if ('m' in node) {
      const map = keep(new Map());
      for (const { k, v } of node.m) map.set(inner(k), inner(v));
      return map;
    }
    if ('s' in node) {
      const set = keep(new Set());
      for (const each of node.s) set.add(inner(each));
      return set;
    }
    if ('d' in node) return new Date(node.d);
    if ('u' in node) return node.u;
    if ('bi' in node) return BigInt(node.bi);
    if ('r' in node) return new RegExp(node.r.p, node.r.f);
    if ('w' in node) return Object(inner(node.w));
    if ('ab' in node) return bytesOf(node.ab.b).buffer;
    if ('dv' in node) return new DataView(bytesOf(node.dv.b).buffer);
    if ('ta' in node) return new VIEWS[node.ta.k](bytesOf(node.ta.b).buffer);
    if ('ck' in node) return keys.get(node);
    if ('e' in node) {
      const error = new (ERRORS[node.e.n] ?? Error)(node.e.m);
      return Object.assign(error, error.name === node.e.n ? {} : { name: node.e.n }, { stack: node.e.s });
    }
    if ('blob' in node) {
      const { b, t, n, m } = node.blob;
      const parts = [bytesOf(b)];
      return n === undefined ? new Blob(parts, { type: t }) : new File(parts, n, { type: t, lastModified: m });
    }
    throw new Error('an encoded form that is not known');
  }

  return { decode, encode, importKeys, isPlain };
}

module.exports = { valueCodec };
