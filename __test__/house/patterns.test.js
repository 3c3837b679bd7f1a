'use strict';

// A pattern within toMatchObject fails, and does not match whatever it is compared with.

const error = Object.assign(new Error('no network'), { code: 'STORE_UNAVAILABLE' });

test.each([
  ['that does not match', /closed/],
  ['that would match', /network/],
])('a pattern %s is no text', async (_, message) => {
  expect(error).not.toMatchObject({ message });
  expect([{ error }]).not.toMatchObject([{ error: { message } }]);
  await expect(Promise.reject(error)).rejects.not.toMatchObject({ message });
});

test('expect.stringMatching looks at the text, and a pattern equals itself', () => {
  expect(error).toMatchObject({ message: expect.stringMatching(/network/) });
  expect(error).not.toMatchObject({ message: expect.stringMatching(/closed/) });
  expect({ pattern: /a/ }).toMatchObject({ pattern: /a/ });
  expect({ pattern: /a/ }).not.toMatchObject({ pattern: /b/ });
});
