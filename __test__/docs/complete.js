'use strict';

// What a block leaves out because its reader knows it: how it becomes a whole program, and the world that its names are from.

const CONFIGURATIONS = [
  ['esbuild', 'BuildOptions'],
  ['webpack', 'Configuration'],
];
const SDKS = ['apify-2', 'apify-018'];

/** Modules that export what the blocks of a page use without having made it, all in `stage/`. */
const STAGES = {
  'README.md': 'browser.mjs',
  'docs/api.md': 'browser.mjs',
  'docs/puppeteer.md': 'browser.mjs',
  'docs/command-line.md': 'command-line.mjs',
  'docs/cookie-files.md': 'files.mjs',
  'docs/logins.md': 'browser.mjs',
  'docs/http-clients.md': 'site.mjs',
  'docs/session-pool.md': 'pool.mjs',
  'docs/crawlee.md': 'crawlee.mjs',
  'docs/apify-sdk.md': 'apify-sdk.cjs',
  'docs/runtimes.md': 'workers.mjs',
  'docs/stores.md': 'stores.mjs',
};

/** For pages whose blocks are no programs: makes one of a block of code, which is the page's `index`th. */
const COMPLETED = {
  'docs/bundlers.md': (code, { index }) => {
    const [bundler, type] = CONFIGURATIONS[index % 2];
    return `/** @type {import('${bundler}').${type}} */\nexport default {\n${code}};\n`;
  },
  // TypeScript wants a cast there, as the page says; in JavaScript it is a comment.
  'docs/http-clients.md': (code, { language }) =>
    language === 'js' && /axios|http-cookie-agent/.test(code)
      ? code.replace('session.cookieJar', '/** @type {any} */ (session.cookieJar)')
      : code,
  // The project has each version of the SDK under a name of its own. A list has to be of the same SDK as the crawler.
  'docs/apify-sdk.md': (code, { index }) =>
    code.replace(
      "require('apify');",
      `require('${SDKS[index]}');\nconst requestList = new Apify.RequestList({ sources: [{ url: 'https://example.com/' }] });`,
    ),
};

module.exports = { COMPLETED, STAGES };
