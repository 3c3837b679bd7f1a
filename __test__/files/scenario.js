'use strict';

// A large file is read in a process of its own, whose memory is measured. Run as a script, it is that process.

const { runScript } = require('../helpers/processes/child');

const SIZE = 50 << 20;

const secretOf = (index, length) => ((index * 2654435761) >>> 0).toString(36).padEnd(length, 'Ab3x9');
const hostOf = (index) => `www${index % 5000}.shop${index % 977}.example`;

/** `[head, entry, separator, tail]` of a file, with cookies as sites set them. */
const FILES = {
  netscape: [
    '# Netscape HTTP Cookie File\n',
    (index) => `#HttpOnly_${hostOf(index)}\tFALSE\t/\tTRUE\t2082758400\tsession_${index}\t${secretOf(index, 120)}\n`,
    '',
    '',
  ],
  extension: [
    '[',
    (index) =>
      `{"domain":"${hostOf(index)}","expirationDate":2082758400.48,"hostOnly":true,"httpOnly":true,"name":"session_${index}",` +
      `"path":"/","sameSite":"lax","secure":true,"session":false,"storeId":"0","value":"${secretOf(index, 40)}"}`,
    ',\n',
    ']',
  ],
  'tough-cookie': [
    '{"version":"tough-cookie@6.1.0","cookies":[',
    (index) =>
      `{"key":"session_${index}","value":"${secretOf(index, 40)}","domain":"${hostOf(index)}","path":"/","hostOnly":true,` +
      '"expires":"2036-01-01T00:00:00.000Z","creation":"2026-01-01T00:00:00.000Z","lastAccessed":"2026-01-01T00:00:00.000Z"}',
    ',',
    ']}',
  ],
  har: [
    '{"log":{"entries":[',
    (index) =>
      `{"request":{"url":"https://${hostOf(index)}/","cookies":[{"name":"sid","value":"${secretOf(index, 40)}"}]},` +
      `"response":{"content":{"text":"${'<p>\\n'.repeat(300)}"},"cookies":[{"name":"n${index}","value":"1"}]}}`,
    ',',
    ']}}',
  ],
  problems: ['# HTTP Cookie File\n', () => 'x\n'.repeat(1000), '', ''],
  noise: ['', (index) => `${secretOf(index, 9)}\n`.repeat(100), '', ''],
};

/** The text, made without the memory that joining its parts would take. */
function textOf([head, entry, separator, tail]) {
  const bytes = Buffer.allocUnsafe(SIZE + 4096);
  let length = bytes.write(head, 'latin1');
  for (let index = 0; length < SIZE; index++) {
    length += bytes.write(`${index === 0 ? '' : separator}${entry(index)}`, length, 'latin1');
  }
  length += bytes.write(tail, length, 'latin1');
  return bytes.latin1Slice(0, length);
}

function measure(kind) {
  const { parseCookies } = require('../..');
  const resident = () => process.resourceUsage().maxRSS * 1024;
  parseCookies('a=1', { url: 'https://a.example/' });
  const before = resident();
  const text = textOf(FILES[kind]);
  global.gc();
  let count = 1;
  try {
    const { cookies, problems } = parseCookies(text);
    count = cookies.length + problems.length;
  } catch (error) {
    if (error.code !== 'ERR_UNKNOWN_COOKIE_FILE') throw error;
  }
  console.log(JSON.stringify({ times: (resident() - before) / text.length, count }));
}

if (require.main === module) measure(process.argv[2]);

/** Reads a file of this kind in a process. */
const runScenario = (kind) => runScript(__filename, [kind], { flags: ['--expose-gc'] });

module.exports = { runScenario };
