'use strict';

const { WRITTEN, formatCookies } = require('../../files/cookie-file');
const { UsageError } = require('../failures');
const { withPool } = require('../open-pool');
const { counted, isSeen, tell } = require('../output');
const { loginOf, readSession } = require('../records');
const { writeSecretFile } = require('../secret-file');

/** A whole session, to be imported elsewhere. */
const STATE = 'state';

/** Formats that have storage as well. */
const WITH_STORAGE = ['playwright', STATE];

function textOf(session, format, url) {
  if (format === STATE) return `${session.getStateText()}\n`;
  const cookies = session.getPuppeteerCookies(url);
  const text = format === 'playwright' ? storageText(session, cookies, url) : formatCookies(cookies, format);
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Playwright's file. Of one URL, it has the storage of its origin. */
function storageText(session, cookies, url) {
  const { origins, partitionedOrigins } = session.storageState();
  const isWanted = ({ origin }) => url === undefined || origin === new URL(url).origin;
  const text = formatCookies(cookies, 'playwright', { origins: origins.filter(isWanted) });
  if (partitionedOrigins === undefined || url !== undefined) return text;
  return JSON.stringify({ ...JSON.parse(text), partitionedOrigins }, null, 2);
}

/** Says what was written where, and what was not. */
function tellWritten(session, { format, url, output }) {
  const cookies = counted(session.getPuppeteerCookies(url).length, 'cookie');
  const { origins, text } = loginOf(session);
  const isWhole = WITH_STORAGE.includes(format);
  tell(`Wrote ${isWhole && url === undefined ? text : cookies} of ${session.id} to ${output}`);
  if (origins > 0 && !isWhole)
    tell(`left out: the storage of ${counted(origins, 'origin')}; ${WITH_STORAGE.join(' and ')} have it`);
}

module.exports = {
  positionals: ['ID'],
  summary: 'writes the cookies of a session as another program reads them',
  about:
    'Writes the cookies of a session, as they were saved last, for curl, yt-dlp, Playwright and others (docs/cookie-files.md), or the whole session (state). Storage is in the formats playwright and state. Whoever has the file is logged in.',
  options: {
    format: { value: 'FORMAT', about: 'which', isNeeded: true, choices: [...WRITTEN, STATE] },
    output: { value: 'FILE', about: 'where to, for its owner alone to read; default: the standard output' },
    url: { value: 'URL', about: 'only the cookies that this URL gets; a header needs it' },
    reveal: { about: 'shows the cookies on a screen, too' },
  },
  async run({ options, positionals: [id] }) {
    const { format, output, url, reveal } = options;
    if (format === 'header' && url === undefined) throw new UsageError('--url is missing: a header is for one URL');
    if (format === STATE && url !== undefined) throw new UsageError('--url is not for a whole session');
    if (output === undefined && isSeen() && !reveal) {
      throw new UsageError(
        'This would show secrets on the screen: name a file (--output), use a pipe, or say --reveal',
      );
    }
    await withPool(options, async (opened) => {
      const { session } = await readSession(opened, id);
      const text = textOf(session, format, url);
      if (output === undefined) {
        process.stdout.write(text);
        return;
      }
      writeSecretFile(output, text);
      tellWritten(session, options);
    });
  },
};
