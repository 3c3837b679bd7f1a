'use strict';

const fs = require('node:fs');
const { FORMATS, parseCookies } = require('../../files/cookie-file');
const { CookieError } = require('../../values/errors');
const { Session } = require('../../session/session');
const { secondsOf } = require('../arguments');
const { Failure } = require('../failures');
const { withPool } = require('../open-pool');
const { counted, print, printJson, tell } = require('../output');

/** An account of one's own doesn't wear out by itself. */
const ENDLESS = { maxAgeSecs: Infinity, maxUsageCount: Infinity };

/** How many seconds a session that is in use is waited for. */
const USUAL_TIMEOUT = 60;

/** The text of a file; `-` is what comes through a pipe. */
function readText(file) {
  let bytes;
  try {
    bytes = fs.readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new Failure(`${file} can't be read: ${error.message}`);
  }
  // What Windows PowerShell writes when it redirects.
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8');
}

/** Stores the cookies of a file in a session. Returns those that it refused, with why. */
function fill(session, cookies) {
  try {
    session.setCookies(cookies);
    return [];
  } catch (error) {
    if (!(error instanceof CookieError)) throw error;
    return error.errors.map(({ index, code, message }) => ({ name: cookies[index].name, code, reason: message }));
  }
}

/** The session that a file makes, how many cookies it got, and what was left out. */
function sessionOf(text, { id, format, url, replace }) {
  const { format: found, cookies, problems, origins = [] } = parseCookies(text, { format, url });
  const own = id === undefined ? {} : { id };
  // A state is a whole session, not only its cookies.
  const isWhole = found === 'state' && !replace;
  const session = isWhole ? Session.fromStateText(text, own) : new Session({ ...ENDLESS, ...own });
  const left = isWhole ? problems : [...problems, ...fill(session, cookies)];
  for (const { origin } of origins) {
    left.push({ name: origin, code: 'COOKIE_FILE_STORAGE', reason: 'Storage is not imported, only cookies are' });
  }
  const count = session.getState().cookieJar.cookies.length;
  if (count > 0) return { session, isWhole, cookies, count, left };
  const [first] = left;
  if (first === undefined && cookies.length > 0) throw new Failure('All cookies of the file have ended');
  throw new Failure(`No cookie could be imported${first === undefined ? '' : `: ${placeOf(first)}${first.reason}`}`);
}

/** Adds the session; or puts its cookies into the one that is there. Returns whether it is new. */
async function importInto(pool, { session, isWhole, cookies }, { replace, timeoutSecs }) {
  const { id } = session;
  if (await pool.add(session, { loggedIn: true, ifExists: isWhole ? 'error' : 'keep' })) return true;
  const lease = await pool.acquire({ id, timeoutSecs });
  try {
    if (replace) lease.session.deleteCookies(() => true);
    fill(lease.session, cookies);
  } finally {
    await lease.release();
  }
  return false;
}

function placeOf({ line, index, name }) {
  const place = line !== undefined ? `line ${line}` : index !== undefined ? `entry ${index}` : undefined;
  const parts = [place, name === undefined ? undefined : JSON.stringify(name)].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

module.exports = {
  positionals: ['FILE'],
  summary: 'makes a session of a cookie file',
  about:
    "Makes a session of the cookies in a file: cookies.txt, an extension's JSON, Playwright's and others (docs/cookie-files.md). If there is a session with this id, the cookies are put into it. FILE - is the standard input.",
  options: {
    id: { value: 'ID', about: 'of the session; default: a new one' },
    format: { value: 'FORMAT', about: 'of the file; default: told by its content', choices: FORMATS },
    url: { value: 'URL', about: "where cookies are from that don't say so: those of a Cookie header" },
    replace: { about: 'a session that is there loses the cookies that it has' },
    timeout: { value: 'SECS', about: `how long to wait for a session that is in use; default: ${USUAL_TIMEOUT}` },
    json: { about: 'tells the id and what was left out as JSON' },
  },
  async run({ options, positionals: [path] }) {
    const { id, format, url, replace = false, timeout, json } = options;
    const timeoutSecs = secondsOf(timeout, 'timeout', USUAL_TIMEOUT);
    const made = sessionOf(readText(path), { id, format, url, replace });
    const { session, count, left } = made;
    // A session that is there is logged in by this; no other `login` is to be called for it.
    const poolOptions = { login: () => {} };
    await withPool(
      options,
      async ({ pool }) => {
        const isNew = await importInto(pool, made, { replace, timeoutSecs });
        if (json) return printJson({ id: session.id, isNew, cookies: count, problems: left });
        for (const problem of left) tell(`left out: ${placeOf(problem)}${problem.reason}`);
        print(`Imported ${counted(count, 'cookie')} into ${isNew ? 'a new session' : 'the session'} ${session.id}`);
      },
      { create: true, poolOptions },
    );
  },
};
