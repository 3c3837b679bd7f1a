'use strict';

// GNU Wget: `--save-cookies` and `--load-cookies`. It knows no HttpOnly: lines of such cookies are comments to it.

const { run } = require('./run');

const visit = (options, url, place) => run('wget', ['--no-config', '-q', '-O', 'page', ...options, url], place);

module.exports = {
  name: 'wget',
  version: async () => /^GNU Wget \S+/.exec(await run('wget', ['--version']))[0],
  record: (url, place) => visit(['--keep-session-cookies', '--save-cookies', place.file], url, place),
  replay: (url, place) => visit(['--load-cookies', place.file], url, place),
};
