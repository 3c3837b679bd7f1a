'use strict';

// Promises: J14

const fs = require('node:fs');
const { getPublicSuffix: theirs } = require('tough-cookie');
const { getPublicSuffix: ours } = require('../..');
const { FILE, publicSuffixes } = require('../../scripts/public-suffixes');

const list = fs.readFileSync(FILE, 'utf8');

test("the embedded list is that of tough-cookie's library", () => {
  expect(list === publicSuffixes()).toBe(true);
  expect(list.split('\n').length).toBeGreaterThan(9000);
});

test('each rule of the list means the same to both', () => {
  const differing = [];
  for (const rule of list.trim().split('\n')) {
    const name = rule.replace(/^(\*\.|!)/, '');
    for (const domain of [name, `a.${name}`, `b.a.${name}`, `c.b.a.${name}`]) {
      if (ours(domain) !== (theirs(domain) ?? undefined)) differing.push([domain, ours(domain), theirs(domain)]);
    }
  }
  expect(differing).toEqual([]);
});
