'use strict';

const fs = require('node:fs');
const { FORMATS, parseCookies } = require('../../files/cookie-file');
const { CookieError } = require('../../values/errors');
const { Session } = require('../../login/session');
const { secondsOf } = require('../arguments');
const { Failure } = require('../failures');
const { withPool } = require('../open-pool');
const { print, printJson, tell } = require('../output');
const { ENDLESS, LOGGED_IN, TIMEOUT, USUAL_TIMEOUT, addOrChange } = require('../put-session');
const { loginOf } = require('../records');

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

/** Puts the cookies and the storage of a file into a session. Returns what it refused, with why. */
function fill(session, { cookies, origins }) {
  return [...fillCookies(session, cookies), ...fillStorage(session, origins)];
}

function fillCookies(session, cookies) {
  try {
    session.setCookies(cookies);
    return [];
  } catch (error) {
    if (!(error instanceof CookieError)) throw error;
    return error.errors.map(({ index, code, message }) => ({ name: cookies[index].name, code, reason: message }));
  }
}

function fillStorage(session, origins) {
  const refused = [];
  for (const [index, entry] of origins.entries()) {
    try {
      session.putStorageState({ origins: [entry] });
    } catch (error) {
      // Such errors name what is wrong by its place in what was passed.
      const reason = error.message.replace('origins[0]', `origins[${index}]`);
      refused.push({ name: entry?.origin, code: 'COOKIE_FILE_STORAGE', reason });
    }
  }
  return refused;
}

/** The session that a file makes, what of it it got, and what was left out. */
function sessionOf(text, { id, format, url, replace }) {
  const { format: found, cookies, problems, origins = [] } = parseCookies(text, { format, url });
  const own = id === undefined ? {} : { id };
  // A state is a whole session, not only its cookies.
  const isWhole = found === 'state' && !replace;
  const file = { cookies, origins: [...origins, ...ownStorageOf(text, found)] };
  const session = isWhole ? Session.fromStateText(text, own) : new Session({ ...ENDLESS, ...own });
  const left = isWhole ? problems : [...problems, ...fill(session, file)];
  const login = loginOf(session);
  if (login.cookies + login.origins > 0) return { session, isWhole, file, login, left };
  const [first] = left;
  if (first === undefined && cookies.length > 0) throw new Failure('All cookies of the file have ended');
  throw new Failure(`No cookie could be imported${first === undefined ? '' : `: ${placeOf(first)}${first.reason}`}`);
}

/** Where two formats have storage that others don't. */
const MORE_STORAGE = { playwright: 'partitionedOrigins', state: 'storage' };

/** The storage that only files of this package have. */
function ownStorageOf(text, format) {
  if (MORE_STORAGE[format] === undefined) return [];
  try {
    const entries = JSON.parse(text)[MORE_STORAGE[format]];
    return Array.isArray(entries) ? entries : [];
  } catch {
    // A file that ends early is read as far as it goes.
    return [];
  }
}

/** Adds the session; or puts its cookies and storage into the one that is there. Returns whether it is new. */
async function importInto(pool, { session, isWhole, file }, { replace, timeoutSecs }) {
  if (isWhole) return pool.add(session, { loggedIn: true });
  return addOrChange(pool, session, timeoutSecs, (known) => {
    if (replace) known.putStorageState({}, { replace });
    fill(known, file);
  });
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
    "Makes a session of the cookies in a file: cookies.txt, an extension's JSON, Playwright's with its storage, and others (docs/cookie-files.md). If there is a session with this id, they are put into it. FILE - is the standard input.",
  options: {
    id: { value: 'ID', about: 'of the session; default: a new one' },
    format: { value: 'FORMAT', about: 'of the file; default: told by its content', choices: FORMATS },
    url: { value: 'URL', about: "where cookies are from that don't say so: those of a Cookie header" },
    replace: { about: 'a session that is there loses the cookies and the storage that it has' },
    timeout: TIMEOUT,
    json: { about: 'tells the id and what was left out as JSON' },
  },
  async run({ options, positionals: [path] }) {
    const { id, format, url, replace = false, timeout, json } = options;
    const timeoutSecs = secondsOf(timeout, 'timeout', USUAL_TIMEOUT);
    const made = sessionOf(readText(path), { id, format, url, replace });
    const { session, login, left } = made;
    const { cookies, origins } = login;
    await withPool(
      options,
      async ({ pool }) => {
        const isNew = await importInto(pool, made, { replace, timeoutSecs });
        if (json) return printJson({ id: session.id, isNew, cookies, origins, problems: left });
        for (const problem of left) tell(`left out: ${placeOf(problem)}${problem.reason}`);
        print(`Imported ${login.text} into ${isNew ? 'a new session' : 'the session'} ${session.id}`);
      },
      { create: true, poolOptions: LOGGED_IN },
    );
  },
};
