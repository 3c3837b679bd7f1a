'use strict';

// Promises: J9

const fs = require('node:fs');
const path = require('node:path');
const { CookieJar, parseDate } = require('../..');

/** The test data of the IETF's http-state working group. It stands beside the project and is not part of it. */
const DATA = path.join(__dirname, '..', '..', '..', 'shared', 'http-state');
const HOST = 'http://home.example.org';

function read(file) {
  return JSON.parse(fs.readFileSync(path.join(DATA, file), 'utf8'));
}

/** Gives a jar what the server of the harness sends, and returns what the client sends back. */
function sentBack({ test: name, received, 'sent-to': sentTo }) {
  const jar = new CookieJar();
  for (const line of received) jar.setCookieSync(line, `${HOST}/cookie-parser?${name}`, { ignoreError: true });
  const target = sentTo === undefined ? `${HOST}/cookie-parser-result?${name}` : new URL(sentTo, HOST).href;
  return jar.getCookieStringSync(target);
}

/** The working group's own cases. */
function runCases() {
  const cases = read('parser.json');
  const dates = [...read('dates.json'), ...read('dates-bsd.json')];

  test('is all there: 222 cases of cookies, 70 of dates', () => {
    expect({ cases: cases.length, dates: dates.length }).toEqual({ cases: 222, dates: 70 });
  });

  test.each(cases.map((one) => [one.test, one]))('cookies: %s', (_name, one) => {
    expect(sentBack(one)).toBe(one.sent.map(({ name, value }) => `${name}=${value}`).join('; '));
  });

  test.each(dates.map(({ test: text, expected }) => [text, expected]))('date %p is %p', (text, expected) => {
    expect(parseDate(text)?.toUTCString() ?? null).toBe(expected);
  });
}

describe('the data of the http-state working group', () => {
  const isThere = fs.existsSync(DATA);
  if (isThere) {
    runCases();
  } else {
    const message =
      'is not in shared/http-state beside the project: its 222 cases of cookies and 70 dates were NOT run';
    console.warn(`The data of the http-state working group ${message}.`);
    test(message, () => expect(isThere).toBe(false));
  }
});
