'use strict';

// Everything that we throw and return belongs to the realm of the caller: in Jest, which this is, and in other vm contexts. Native
// code makes objects of the main realm, on which `instanceof`, `toThrow(TypeError)` and `toEqual` fail elsewhere.
// Promises: E7

const path = require('node:path');
const { runScenario } = require('../api/fixtures/child');
const { CLASSES, RETURNED, THROWN, foreignParts, prepared } = require('./fixtures/everything');

const IN_CONTEXT = path.join(__dirname, 'fixtures', 'in-context.js');

describe('in Jest', () => {
  const thrown = Object.entries(THROWN).flatMap(([name, calls]) =>
    Object.entries(calls).map(([what, call]) => [name, what, call]),
  );

  test.each(thrown)('toThrow(%s): %s', async (name, _what, call) => {
    const caught = async () => call(prepared());
    await expect(caught).rejects.toThrow(CLASSES[name]);
    await expect(caught).rejects.toThrow(Error);
    await expect(caught).rejects.toBeInstanceOf(CLASSES[name]);
    expect(await caught().catch((error) => foreignParts(error))).toEqual([]);
  });

  test.each(Object.entries(RETURNED))('of this realm: %s', async (_what, call) => {
    const value = call(prepared());
    expect(foreignParts(value)).toEqual([]);
    expect(foreignParts(await value)).toEqual([]);
  });

  test('toEqual and toStrictEqual', async () => {
    const { session, jar } = prepared();
    const [first] = session.getPuppeteerCookies();
    expect(first).toStrictEqual({
      name: 'a',
      value: 'b',
      domain: 'example.com',
      path: '/',
      expires: expect.any(Number),
      httpOnly: false,
      secure: false,
    });
    expect(session.getState()).toStrictEqual(JSON.parse(JSON.stringify(session.getState())));
    expect(session.createdAt).toEqual(new Date(session.createdAt.getTime()));
    expect(await jar.getSetCookieStrings('https://example.org/')).toStrictEqual([]);
    expect(session.userData).toStrictEqual({ a: [1] });
    expect({ session }).toEqual({ session: expect.any(Object) });
  });
});

async function output(...args) {
  const { code, signal, stdout, stderr } = await runScenario(...args);
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  return stdout;
}

describe('in plain vm contexts', () => {
  test('three contexts and the main one share the addon, and each gets objects of its own', async () => {
    const stdout = await output(path.join(__dirname, 'fixtures', 'contexts.js'));
    expect(JSON.parse(stdout)).toEqual([[], [], [], []]);
  });

  // Their assertions are `instanceof Error` and `instanceof TypeError` of the context.
  test.each([
    'foreignReceivers',
    'nativeMethodsWithWrongArguments',
    'constructionWithOddTargets',
    'callsWithoutNew',
    'prototypesExchanged',
    'deepRecursion',
    'fuzz',
  ])('what could crash, in a context: %s', async (scenario) => {
    const script = path.join(__dirname, '..', 'api', 'fixtures', 'crash-scenarios.js');
    expect(await output(IN_CONTEXT, [script, scenario])).toBe('survived\n');
  });
});
