'use strict';

const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');
const { PATIENCE_MS, until } = require('../helpers/patience');

/** A person in front of the browser that a command has opened: a second connection to it, found by its profile. */
async function sitDown(folder) {
  const browserURL = await addressOf(folder);
  const browser = await puppeteer.connect({ browserURL, defaultViewport: null, protocolTimeout: PATIENCE_MS });
  const pages = async () => (await browser.pages()).filter((page) => page.url() !== 'about:blank');
  return {
    browser,
    /** The page that shows a title. */
    async sees(title) {
      let found;
      const look = async () => {
        for (const page of await pages()) if ((await page.title().catch(() => '')) === title) found = page;
        return found !== undefined;
      };
      if (!(await until(look))) throw new Error(`No page has the title ${title}`);
      return found;
    },
    leave: () => browser.disconnect(),
  };
}

/** Where the browser can be reached whose profile is in a folder. */
async function addressOf(folder) {
  let port;
  const look = () => {
    const [file] = profilesIn(folder);
    if (file !== undefined) [port] = fs.readFileSync(path.join(folder, file), 'utf8').split('\n');
    return Boolean(port);
  };
  if (!(await until(look))) throw new Error('No browser was opened');
  return `http://127.0.0.1:${port}`;
}

function profilesIn(folder) {
  const files = fs.readdirSync(folder).map((profile) => path.join(profile, 'DevToolsActivePort'));
  return files.filter((file) => fs.existsSync(path.join(folder, file)));
}

/** A page with a form, whose login is a cookie, `localStorage` and `sessionStorage`. Its title is `in` or `out`. At another path than `/`, it leads to one more page. */
function loginPage() {
  const token = `token-${randomUUID()}`;
  const page =
    () => `<!doctype html><title>…</title><link rel="icon" href="data:,"><form><button>Log in</button></form><script>
    const show = () => {
      const has = [document.cookie === 'token=${token}', localStorage.token === '${token}', sessionStorage.token === '${token}'];
      document.title = has.every(Boolean) ? 'in' : has.some(Boolean) ? 'half in' : 'out';
    };
    document.forms[0].addEventListener('submit', (event) => {
      event.preventDefault();
      document.cookie = 'token=${token}; max-age=3600';
      localStorage.token = sessionStorage.token = '${token}';
      if (location.pathname === '/') show();
      else location.href = '/home';
    });
    show();
  </script>`;
  return { token, page };
}

module.exports = { loginPage, sitDown };
