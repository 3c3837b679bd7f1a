'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');

/**
 * Sites on this machine, each of which keeps its login elsewhere. `/login` logs in, `/` looks whether one is logged in, and both say so in
 * their title. `*.localhost` is this machine in every browser, and a secure context.
 *
 * A site is two scripts, which call `done(token)`: `login` with the token to keep, `home` with the one that it finds. `head` runs first of all.
 */
const SITES = {
  /** The token is in `localStorage`. */
  local: {
    login: `localStorage.setItem('token', token); done(token);`,
    home: `done(localStorage.getItem('token'));`,
  },
  /** It is in `sessionStorage`, as MSAL has it. */
  tab: {
    login: `sessionStorage.setItem('token', token); done(token);`,
    home: `done(sessionStorage.getItem('token'));`,
  },
  /** It is in plain records of IndexedDB, as Firebase has it. */
  records: {
    login: `
      const db = await open('firebase', 4, (db) => db.createObjectStore('auth', { keyPath: 'key' }));
      await settled(db.transaction('auth', 'readwrite').objectStore('auth').put({ key: 'user', value: { token, at: new Date() } }));
      done(token);`,
    home: `
      const db = await open('firebase', 4, (db) => db.createObjectStore('auth', { keyPath: 'key' }));
      const user = await settled(db.transaction('auth').objectStore('auth').get('user'));
      done(user?.value.at instanceof Date && user.value.token);`,
  },
  /** It is in IndexedDB, encrypted with a key that may not be extracted. */
  sealed: {
    login: `
      const algorithm = { name: 'AES-GCM', length: 256 };
      const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
      const iv = new Uint8Array(12);
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(token));
      const db = await open('vault', 1, (db) => db.createObjectStore('keys'));
      await settled(db.transaction('keys', 'readwrite').objectStore('keys').put({ key, iv, data }, 'current'));
      done(token);`,
    home: `
      const db = await open('vault', 1, (db) => db.createObjectStore('keys'));
      const found = await settled(db.transaction('keys').objectStore('keys').get('current'));
      if (found === undefined) return done(null);
      const data = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: found.iv }, found.key, found.data);
      done(new TextDecoder().decode(data));`,
  },
  /** A frame of another site has the token, and tells it. */
  shop: {
    login: `frame('/store?token=' + token);`,
    home: `frame('/show');`,
  },
  /** A cookie, all kinds of storage, and a service worker that asks the site for every address. */
  all: {
    login: `
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
      document.cookie = 'token=' + token + '; path=/';
      localStorage.setItem('token', token);
      sessionStorage.setItem('token', token);
      const db = await open('all', 1, (db) => db.createObjectStore('tokens', { autoIncrement: true }));
      await settled(db.transaction('tokens', 'readwrite').objectStore('tokens').put(token));
      done(token);`,
    home: `
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
      const db = await open('all', 1, (db) => db.createObjectStore('tokens', { autoIncrement: true }));
      const record = await settled(db.transaction('tokens').objectStore('tokens').get(1));
      const cookie = /token=([^;]+)/.exec(document.cookie)?.[1];
      const all = [record, cookie, localStorage.getItem('token'), sessionStorage.getItem('token')];
      done(all.every((each) => each === all[0]) && all[0]);`,
  },
  /** Its first script logs out whatever isn't complete. */
  strict: {
    login: `
      document.cookie = 'token=' + token + '; path=/';
      localStorage.setItem('token', token);
      sessionStorage.setItem('token', token);
      done(token);`,
    head: `
      const all = [localStorage.token, sessionStorage.token, /token=([^;]+)/.exec(document.cookie)?.[1]];
      if (location.pathname === '/' && !all.every((each) => each && each === all[0])) {
        localStorage.clear();
        sessionStorage.clear();
        document.cookie = 'token=; max-age=0; path=/';
      }`,
    home: `done(localStorage.getItem('token'));`,
  },
};

/** What the scripts of all sites may call. */
const TOOLS = `
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const open = (name, version, onUpgrade) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => onUpgrade(request.result);
    return settled(request);
  };
  const done = async (token) => {
    const answer = await fetch('/check?token=' + encodeURIComponent(token));
    document.title = await answer.text();
  };
  const frame = (path) => {
    addEventListener('message', ({ data }) => done(data));
    document.body.append(Object.assign(document.createElement('iframe'), { src: FRAME + path }));
  };`;

/** The page of the single sign-on in the frame. */
const FRAMED = `<!doctype html><script>
  const token = new URLSearchParams(location.search).get('token');
  if (token !== null) localStorage.setItem('token', token);
  parent.postMessage(localStorage.getItem('token'), '*');
</script>`;

/** A worker whose every answer is a request to the site that names it. */
const WORKER = `
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`;

function pageOf({ login, home, head = '' }, path, token, port) {
  const script = path === '/login' ? login : home;
  return `<!doctype html><title>…</title><link rel="icon" href="data:,"><script>{${head}}</script><body><script type="module">
    const token = ${JSON.stringify(token)};
    const FRAME = 'http://sign-on.localhost:${port}';
    ${TOOLS}
    ${script.includes('return done') ? `await (async () => {${script}})();` : script}
  </script>`;
}

/** Opens the sites on a port of their own. */
async function openSites() {
  /** Tokens that the sites have given out. */
  const tokens = new Set();
  const requests = [];
  const pages = new Map();
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const [name] = url.hostname.split('.');
    requests.push({ url: url.href, headers: request.headers });
    response.setHeader('Content-Type', url.pathname === '/worker.js' ? 'text/javascript' : 'text/html; charset=utf-8');
    if (url.pathname === '/check') response.end(tokens.has(url.searchParams.get('token')) ? 'in' : 'out');
    else if (url.pathname === '/worker.js') response.end(WORKER);
    else if (pages.has(name)) response.end(pages.get(name)(url));
    else if (name === 'sign-on') response.end(FRAMED);
    else {
      const token = `${name}-${randomUUID()}`;
      if (url.pathname === '/login') tokens.add(token);
      response.end(pageOf(SITES[name], url.pathname, token, server.address().port));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return {
    /** The address of a path of a site. */
    url: (name, path = '/') => `http://${name}.localhost:${port}${path}`,
    /** From now on a site shows what the function makes of the URL. */
    shows: (name, page) => pages.set(name, page),
    /** All requests since the last call. */
    requests: () => requests.splice(0),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

module.exports = { SITES, openSites };
