'use strict';

const { profilesOf } = require('../profiles');
const { KINDS, fill } = require('./hosts');

/** Puts a random line on a host of its own: URLs and texts as they are sent. */
function place(line, number) {
  const at = KINDS[line.kind].of(number);
  const origin = `${line.scheme}://${at.host}`;
  return {
    line,
    sites: [at.site],
    url: origin + line.path,
    setCookie: line.parts.map((part) => fill(part, at)).join(';'),
    headers: line.headers,
    echoes: line.echoes.map(({ scheme, host, port, path }) => {
      const url = `${scheme}://${fill(host, at)}${port}${path}`;
      return URL.canParse(url) ? url : origin + path; // an address has no subdomains
    }),
  };
}

/** Divides lines into profiles of so many at most, each line with hosts of its own there. */
const profiles = (lines, size) => profilesOf(lines, KINDS, size).map((profile) => profile.map(place));

module.exports = { profiles };
