'use strict';

// curl: `-c` writes, `-b` reads.

const { run } = require('./run');

const visit = (options, url, { proxy, folder }) =>
  run('curl', ['--disable', '-sS', '-o', 'page', ...(proxy === undefined ? [] : ['--proxy', proxy]), ...options, url], {
    folder,
  });

module.exports = {
  name: 'curl',
  version: async () => /^curl \S+/.exec(await run('curl', ['--version']))[0],
  record: (url, place) => visit(['-c', place.file], url, place),
  replay: (url, place) => visit(['-b', place.file], url, place),
};
