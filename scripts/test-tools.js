'use strict';

// `npm run test:tools`: curl, wget, Python and yt-dlp save the cookies of a site, a session reads their files, and they read those of the
// session: each sends what the session sends. What is missing of them is fetched into a temporary folder, by pip and apt. Prints a line for
// each. With `--write`, what they saved becomes the fixtures of the tests.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { isDeepStrictEqual } = require('node:util');
const { Session, formatCookies, parseCookies } = require('..');
const { openSite } = require('../__test__/browser/site');
const { FIXTURES } = require('../__test__/files/tools/fixtures');
const curl = require('../__test__/files/tools/curl');
const { python, ytDlp } = require('../__test__/files/tools/python');
const wget = require('../__test__/files/tools/wget');
const { REPLAYS, announce, record, replay, sentBy } = require('../__test__/files/tools/visit');

/** All tools, those that are not there put into a folder. */
function tools(folder) {
  const packages = path.join(folder, 'python');
  execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', packages, 'yt-dlp'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!isThere('wget')) {
    execFileSync('apt-get', ['download', 'wget'], { cwd: folder, stdio: 'ignore' });
    const file = fs.readdirSync(folder).find((name) => name.endsWith('.deb'));
    execFileSync('dpkg', ['-x', file, 'debian'], { cwd: folder });
    process.env.PATH += `${path.delimiter}${path.join(folder, 'debian', 'usr', 'bin')}`;
  }
  return [curl, wget, python, ytDlp(packages)];
}

function isThere(program) {
  return process.env.PATH.split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));
}

/** What a tool can't send of our files; `docs/cookie-files.md` says so. */
const LOST = {
  // Its lines are comments to it, and it sends no Secure cookie over http to this machine.
  wget: ['http-only=3', 'secure=2'],
  // It sends headers in Latin-1, and no Secure cookie over http.
  python: ['utf8=é日', 'secure=2'],
  'yt-dlp': ['utf8=é日', 'secure=2'],
  curl: [],
};

async function testTool(tool, site, folder) {
  const files = await record(tool, site, folder);
  const session = new Session();
  for (const file of files) {
    const { format, cookies, problems } = parseCookies(fs.readFileSync(file, 'utf8'));
    if (format !== 'netscape' || problems.length > 0) throw new Error(JSON.stringify({ file, format, problems }));
    session.putPuppeteerCookies(cookies);
  }
  const expected = REPLAYS.map(({ pairs }) => [...pairs].sort());
  same(sentBy(session), expected, 'The session sends other cookies than the tool saved');
  const ours = path.join(folder, 'ours.txt');
  const kept = session.getPuppeteerCookies().filter(({ name, value }) => !LOST[tool.name].includes(`${name}=${value}`));
  // Each tool gets the marks of HttpOnly that it doesn't keep itself.
  const cookies = kept.map((cookie) => ({ ...cookie, httpOnly: cookie.httpOnly || cookie.name === 'http-only' }));
  fs.writeFileSync(ours, formatCookies(cookies, 'netscape'));
  const without = expected.map((pairs) => pairs.filter((pair) => !LOST[tool.name].includes(pair)));
  same(await replay(tool, site, { file: ours, folder }), without, 'The tool sends other cookies than the session has');
  return files;
}

function same(actual, expected, message) {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`${message}: ${JSON.stringify({ actual, expected })}`);
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-tools-'));
  const site = await openSite();
  announce(site);
  const versions = {};
  try {
    for (const tool of tools(folder)) {
      const own = fs.mkdtempSync(path.join(folder, `${tool.name}-`));
      const files = await testTool(tool, site, own);
      versions[tool.name] = await tool.version();
      console.log(`${versions[tool.name]}: reads and is read`);
      if (!process.argv.includes('--write')) continue;
      for (const file of files) {
        fs.copyFileSync(file, path.join(FIXTURES, `${tool.name}-${path.basename(file)}`));
      }
    }
    if (process.argv.includes('--write')) {
      fs.writeFileSync(path.join(FIXTURES, 'versions.json'), `${JSON.stringify(versions, null, 2)}\n`);
    }
  } finally {
    await site.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
