'use strict';

const { profilesOf } = require('../profiles');
const { PLOTS } = require('./plots');
const { siteOf } = require('./site');

const NAMES = Object.keys(PLOTS);

/** Kinds of sites. The `number`th sequence has one of its own; those of a `shared` kind are the same. */
const SITES = {
  site: { of: (number) => `q${number}.example` },
  underSuffix: { of: (number) => `q${number}.co.uk` },
  onSuffix: { of: (number) => `q${number}.github.io` },
  underLocalhost: { of: (number) => `q${number}.localhost` },
  label: { of: (number) => `q${number}` },
  address: { of: (number) => `10.1.${number >> 8}.${number & 255}`, subdomains: false },
  loopback: { of: (number) => `127.1.${number >> 8}.${number & 255}`, subdomains: false },
  localhost: { of: () => 'localhost', subdomains: false, shared: true },
};
const KINDS = Object.keys(SITES);

/** A random sequence: one plot, each in its turn, and others on the same site. */
function sequenceOf(random, index) {
  const kind = random.chance(0.7) ? 'site' : random.pick(KINDS);
  const site = siteOf(random, SITES[kind]);
  const others = NAMES.filter((name) => name !== 'many');
  const plots = [NAMES[index % NAMES.length], ...Array.from({ length: random.below(3) }, () => random.pick(others))];
  return { kind, plots, steps: plots.flatMap((name) => PLOTS[name](random, site)) };
}

/** Cookies of 24 sites, more than a browser is said to keep: none of them goes for a month. */
function everywhere() {
  const sites = Array.from({ length: 24 }, (_, index) => `https://{other${index}}/`);
  const cookies = Array.from({ length: 150 }, (_, index) => `n${index}=1`);
  const visits = [cookies, []].flatMap((set) => sites.map((url) => ({ hops: [{ url, cookies: set, headers: [] }] })));
  return { kind: 'site', plots: ['everywhere'], steps: visits };
}

/** Puts a sequence on its hosts: `{site}`, and `{other}` or `{other7}` for those of somebody else. */
function place(sequence, number) {
  const sites = new Set();
  const siteOf = (whose, which) => (whose === 'site' ? SITES[sequence.kind].of(number) : `i${which}x${number}.example`);
  const fill = (text) =>
    text.replace(/\{(site|other)(\d*)\}/g, (_, whose, which) => {
      const site = siteOf(whose, which);
      sites.add(site);
      return site;
    });
  const steps = sequence.steps.map(({ wait, hops = [] }) => ({
    wait,
    hops: hops.map(({ url, cookies, headers }) => ({ url: fill(url), cookies: cookies.map(fill), headers })),
  }));
  return { sequence, sites: [...sites], steps };
}

/** Divides sequences into profiles of so many at most, each sequence with hosts of its own there. */
const profiles = (sequences, size) => profilesOf(sequences, SITES, size).map((profile) => profile.map(place));

module.exports = { everywhere, profiles, sequenceOf };
