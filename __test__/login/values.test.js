'use strict';

// What IndexedDB can hold, through JSON and back, without a browser.
// Promises: W6

const { valueCodec } = require('../../js/login/page/values');

const { decode, encode, importKeys, isPlain } = valueCodec({ left: Number.POSITIVE_INFINITY });

/** Through the encoded form and JSON text. */
async function through(value) {
  const pending = [];
  const node = encode(value, pending);
  await Promise.all(pending);
  const read = JSON.parse(JSON.stringify({ node })).node;
  return decode(read, await importKeys(read));
}

const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at);
const withHole = Object.assign([1, 2, 3], { more: 4 });
delete withHole[1];
const named = JSON.parse('{"__proto__":1,"ref":2,"v":3,"a":[],"id":4}');

test.each([
  ['undefined, apart from null', [undefined, null]],
  ['numbers that JSON lacks', [Number.NaN, Infinity, -Infinity, -0, 0]],
  ['falsy values', [0, '', false, null, undefined, 0n]],
  ['texts', ['é 😀 \ud800 "\\', '\u2028</script>']],
  ['a BigInt', 2n ** 80n],
  ['dates', [new Date(0), new Date(8.64e15), new Date(-1)]],
  ['a regular expression', /a\/b"/giu],
  ['errors', [new TypeError('no'), new Error('yes')]],
  ['objects for primitives', [Object(1), Object('a'), Object(true), Object(2n)]],
  ['nested objects', { a: { b: [{ c: undefined }] } }],
  ['names that our own form uses', named],
  ['an array with holes and further properties', withHole],
  ['an array with a hole at its end', new Array(3)],
  ['maps and sets', new Map([[{ a: 1 }, new Set([new Map([[1, undefined]])])]])],
  ['bytes', bytes],
  ['a part of a buffer', bytes.subarray(3, 70)],
  ['a buffer', bytes.buffer],
  ['a view', new DataView(Uint8Array.of(1, 2, 3).buffer)],
  [
    'every kind of array',
    [
      new Int8Array([-1]),
      new Uint8ClampedArray([255]),
      new Int16Array([-2]),
      new Uint16Array([2]),
      new Int32Array([-3]),
      new Uint32Array([3]),
      new Float32Array([1.5, -0]),
      new Float64Array([Number.MIN_VALUE, Number.NaN]),
      new BigInt64Array([-4n]),
      new BigUint64Array([4n]),
    ],
  ],
])('%s', async (_what, value) => {
  const again = await through(value);
  expect(again).toStrictEqual(value);
  if (Array.isArray(value)) expect(Object.keys(again)).toEqual(Object.keys(value));
});

test('an object that is met again is the same one, and a circle stays one', async () => {
  const shared = { a: 1 };
  const circle = { shared, list: [shared], map: new Map(), set: new Set() };
  circle.self = circle;
  circle.map.set('self', circle);
  circle.set.add(circle.set);
  const again = await through(circle);
  expect(again.self).toBe(again);
  expect(again.map.get('self')).toBe(again);
  expect(again.set.has(again.set)).toBe(true);
  expect(again.list[0]).toBe(again.shared);
});

test('dates that are none', async () => {
  expect((await through(new Date(Number.NaN))).getTime()).toBeNaN();
});

test('blobs and files', async () => {
  const [blob, file] = await through([
    new Blob([bytes, 'é'], { type: 'text/plain' }),
    new File(['x'], 'é.txt', { type: 'a/b', lastModified: 7 }),
  ]);
  expect([blob.type, blob.size]).toEqual(['text/plain', 70_002]);
  expect(new Uint8Array(await blob.arrayBuffer()).subarray(0, 70_000)).toEqual(bytes);
  expect([file.name, file.type, file.lastModified, await file.text()]).toEqual(['é.txt', 'a/b', 7, 'x']);
});

test('a Blob for which there is no room is not read', () => {
  const budget = { left: 3 };
  const pending = [];
  valueCodec(budget).encode(new Blob(['four']), pending);
  expect([pending.length, budget.left < 0]).toEqual([0, true]);
});

describe('keys', () => {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };

  test('that may be extracted', async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const again = await through({ pair: [privateKey, publicKey] });
    const data = Uint8Array.of(1, 2, 3);
    const signed = await crypto.subtle.sign(algorithm.name, again.pair[0], data);
    expect(await crypto.subtle.verify(algorithm.name, publicKey, signed, data)).toBe(true);
    expect(again.pair[1].usages).toEqual(['verify']);
  });

  test('that may not are named', async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
    expect(() => encode({ deep: [key] }, [])).toThrow('a CryptoKey that may not be extracted');
  });
});

test('what is not known is named, and is not an object without anything in it', () => {
  expect(() => encode({ a: new WeakMap() }, [])).toThrow('a value of the kind WeakMap');
});

test.each([
  [{ a: [1, 'a', true, null, { b: {} }] }, true],
  [[], true],
  [{ a: undefined }, false],
  [[Number.NaN], false],
  [{ a: -0 }, false],
  [new Date(), false],
  [[new Map()], false],
  [new Array(1), false],
  [1n, false],
])('JSON says all of a value: %p', (value, expected) => {
  expect(isPlain(value)).toBe(expected);
});

test('JSON does not say that two are one', () => {
  const one = {};
  expect(isPlain([one, one])).toBe(false);
});

// The form of Playwright 1.51 to 1.65, as its own utilityScriptSerializers.ts writes it.
test.each([
  [{ v: 'undefined' }, undefined],
  [{ v: 'null' }, null],
  [{ v: '-0' }, -0],
  [{ d: '2026-01-01T00:00:00.000Z' }, new Date('2026-01-01T00:00:00.000Z')],
  [{ u: 'https://example.com/' }, 'https://example.com/'],
  [{ bi: '12' }, 12n],
  [{ e: { n: 'RangeError', m: 'far', s: 'RangeError: far' } }, new RangeError('far')],
  [{ r: { p: 'a', f: 'g' } }, /a/g],
  [{ ta: { b: 'AQI=', k: 'ui8' } }, Uint8Array.of(1, 2)],
  [{ ab: { b: 'AQI=' } }, Uint8Array.of(1, 2).buffer],
  [{ a: [1, { v: 'NaN' }], id: 1 }, [1, Number.NaN]],
  [{ o: [{ k: 'a', v: { a: [], id: 2 } }], id: 1 }, { a: [] }],
  [{ m: [{ k: 'a', v: 1 }], id: 1 }, new Map([['a', 1]])],
  [{ s: ['a'], id: 1 }, new Set(['a'])],
  ['text', 'text'],
])("Playwright's %j", (node, value) => {
  expect(decode(node)).toStrictEqual(value);
});
