'use strict';

// Two sites on this machine whose logins are in no cookie, for the examples: one keeps its token in IndexedDB, one in `sessionStorage`.

const { randomUUID } = require('node:crypto');
const http = require('node:http');

/** Where each site keeps its token, as the scripts of its pages do it. */
const SITES = {
  database: `
    const opened = () => new Promise((resolve) => {
      const request = indexedDB.open('accounts', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('tokens');
      request.onsuccess = () => resolve(request.result);
    });
    const store = async () => (await opened()).transaction('tokens', 'readwrite').objectStore('tokens');
    const settled = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const keep = async (token) => settled((await store()).put({ token, since: new Date() }, 'alice'));
    const kept = async () => (await settled((await store()).get('alice')))?.token;`,
  tab: `
    const keep = async (token) => sessionStorage.setItem('token', token);
    const kept = async () => sessionStorage.getItem('token');`,
};

/** Starts the sites on a free port. A page has a title once it knows whether one is logged in. */
async function startTokenSites() {
  const tokens = new Set();
  const server = http.createServer((request, response) => {
    const [name] = request.headers.host.split('.');
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (pathname === '/token') {
      const token = randomUUID();
      tokens.add(token);
      response.end(token);
    } else if (pathname === '/title') {
      response.end(tokens.has(searchParams.get('token')) ? `Welcome to ${name}, alice` : 'Log in first');
    } else {
      response.end(page(SITES[name]));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: (name) => `http://${name}.localhost:${server.address().port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const page = (script) => `<!doctype html><link rel="icon" href="data:,"><button>Log in</button><script>
  ${script}
  const text = async (path) => (await fetch(path)).text();
  const show = async () => { document.title = await text('/title?token=' + (await kept())); };
  document.querySelector('button').onclick = async () => {
    await keep(await text('/token'));
    await show();
  };
  show();
</script>`;

module.exports = { startTokenSites };
