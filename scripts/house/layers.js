'use strict';

/**
 * The layers of the house. Each stack is listed from the top down: a file may import from its own layer and from those below it, never from
 * one above. `npm test` checks this (`dependency-cruiser.cjs`, `rust-imports.js`), and the picture in CONTRIBUTING is drawn from it
 * (`picture.js`).
 *
 * A layer has a name, a pattern for its files, and a description.
 */
const STACKS = [
  {
    name: 'js',
    title: 'js/: what has to be JavaScript',
    language: 'js',
    layers: [
      {
        name: 'entries',
        files: /^(index|crawlee|pool|redis|postgres|store-tests)\.js$/,
        about: 'names only: what users require',
      },
      { name: 'crawlers', files: /^js\/crawlee\//, about: "a shared pool as Crawlee's crawlers call it" },
      { name: 'cli', files: /^js\/cli\//, about: 'npx crawler-session' },
      { name: 'pool', files: /^js\/pool\//, about: 'many sessions, shared by processes: their rules' },
      { name: 'stores', files: /^js\/stores\//, about: 'records of a pool, and tests that any store must pass' },
      { name: 'login', files: /^js\/login\//, about: "browsers' storage, into a session and back" },
      { name: 'session', files: /^js\/session\//, about: "Session, its options and events; Crawlee's class" },
      { name: 'jar', files: /^js\/jar\//, about: "CookieJar, Cookie and tough-cookie's helpers" },
      { name: 'files', files: /^js\/files\//, about: 'cookie files of other programs' },
      { name: 'crossing', files: /^js\/crossing\//, about: 'packs what goes to Rust and unpacks what comes' },
      { name: 'addon', files: /^(js\/addon\/|binding\.js$)/, about: 'loads the addon of the platform' },
      { name: 'values', files: /^js\/(values\/|pool\/errors\.js$)/, about: "errors and values of the caller's realm" },
    ],
  },
  {
    name: 'src',
    title: 'src/: the addon, all that knows Node-API',
    language: 'rust',
    layers: [
      {
        name: 'classes',
        files: /^src\/(lib|session|cookie_file|cookie_jar|matching|parsing|sqlite_database)\.rs$/,
        about: 'what JavaScript calls: convert, call, convert back',
      },
      {
        name: 'operations',
        files: /^src\/operations\//,
        about: 'what is done with a jar; the thread of a store',
      },
      { name: 'crossing', files: /^src\/crossing\//, about: 'the other halves of js/crossing' },
      { name: 'memory', files: /^src\/memory\//, about: 'shared jars, and what V8 hears of them' },
      { name: 'boundary', files: /^src\/boundary\//, about: 'strings and numbers of Node-API; all that is unsafe' },
    ],
  },
  {
    name: 'sqlite',
    title: 'crates/sqlite/: records in an SQLite file',
    language: 'rust',
    layers: [
      {
        name: 'database',
        files: /^crates\/sqlite\/src\/(lib|store)\.rs$/,
        about: 'the steps of a store, in transactions',
      },
      { name: 'steps', files: /^crates\/sqlite\/src\/steps\//, about: 'what each step reads and writes' },
      {
        name: 'statements',
        files: /^crates\/sqlite\/src\/statements\.rs$/,
        about: 'all SQL of the steps, prepared once',
      },
      {
        name: 'file',
        files: /^crates\/sqlite\/src\/(database|schema)\.rs$/,
        about: 'opening a file: is it ours, its tables',
      },
      {
        name: 'record',
        files: /^crates\/sqlite\/src\/(record|error|waiting)\.rs$/,
        about: 'rules of a record; errors; waiting for others',
      },
    ],
  },
  {
    name: 'core',
    title: 'crates/core/: the rules, in pure Rust',
    language: 'rust',
    layers: [
      { name: 'core', files: /^crates\/core\/src\/(lib\.rs$|session\/)/, about: 'counters of a session' },
      { name: 'files', files: /^crates\/core\/src\/cookie_file\//, about: 'cookie files of other programs' },
      { name: 'jar', files: /^crates\/core\/src\/jar\/(mod|storage)\.rs$/, about: 'a cookie jar: the storage model' },
      { name: 'persist', files: /^crates\/core\/src\/jar\/persist\//, about: "tough-cookie's serialized form" },
      {
        name: 'query',
        files: /^crates\/core\/src\/jar\/query\.rs$/,
        about: 'which cookies a request gets, in which order',
      },
      { name: 'judge', files: /^crates\/core\/src\/jar\/judge\//, about: 'whether a cookie may be stored, and where' },
      {
        name: 'store',
        files: /^crates\/core\/src\/jar\/store\//,
        about: 'stored cookies by site, and which have to go',
      },
      {
        name: 'parse',
        files: /^crates\/core\/src\/jar\/parse\//,
        about: 'a Set-Cookie line into name, value, attributes',
      },
      { name: 'options', files: /^crates\/core\/src\/jar\/options\.rs$/, about: 'what a jar insists on' },
      { name: 'request', files: /^crates\/core\/src\/jar\/request\//, about: 'URL, host, site and path of a request' },
      {
        name: 'rules',
        files: /^crates\/core\/src\/jar\/rules\.rs$/,
        about: "tough-cookie's rules and Chrome's, as data",
      },
      {
        name: 'words',
        files: /^crates\/core\/src\/jar\/(attributes|calendar|rejection|text)\.rs$/,
        about: 'what all use: attribute values, dates, refusals, text',
      },
    ],
  },
];

/** The way of a cookie through the house, step by step: `[stack, layer, what happens]`. */
const WAYS = {
  'A Set-Cookie line in': [
    ['js', 'session', 'putResponse() reads the response'],
    ['src', 'classes', 'one call of the addon: lines, URL, now'],
    ['src', 'operations', 'takes one line after the other'],
    ['core', 'parse', 'name, value, attributes'],
    ['core', 'jar', 'set(): the storage model of the RFC'],
    ['core', 'judge', 'domain, path, prefix, Secure'],
    ['core', 'store', 'files it by site; of too many some go'],
  ],
  'A Cookie header out': [
    ['js', 'session', 'getCookieString(url)'],
    ['src', 'classes', 'one call of the addon: URL, now'],
    ['src', 'operations', 'writes name=value of what is found'],
    ['core', 'query', 'domain, path, Secure; sorted'],
    ['core', 'store', 'the cookies of the site'],
  ],
};

/** The layer of a file (a path from the project's root, with `/`) in its stack, as `{ stack, index }`; `undefined` for any other file. */
function layerOf(file) {
  for (const stack of STACKS) {
    const index = stack.layers.findIndex(({ files }) => files.test(file));
    if (index !== -1) return { stack, index, name: stack.layers[index].name };
  }
  return undefined;
}

module.exports = { STACKS, WAYS, layerOf };
