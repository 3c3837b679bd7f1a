'use strict';

// A site with accounts, which watches who uses them: each page needs a login, is visited by a process that names itself (`?by=`), and sets
// cookies that no other account may ever send.

const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

/** How long a page takes, in milliseconds, so that two visits at a time are seen as such. */
const PAGE_MS = 30;

/**
 * Starts the site on a free port.
 *
 * @param {object} [options] `ban` names an account that gets 403 from its third visit on
 */
async function startSite({ ban } = {}) {
  /** Who logged in, by their cookie. */
  const members = new Map();
  /** How often each account logged in. */
  const logins = new Map();
  /** Each visit: the account, the process, the path, the status and the cookies. */
  const visits = [];
  /** What must never be seen. */
  const faults = [];
  /** The processes whose visits of an account are under way. */
  const present = new Map();

  function logIn(account, response) {
    const count = (logins.get(account) ?? 0) + 1;
    logins.set(account, count);
    const sid = `${account}-${count}`;
    members.set(sid, account);
    response.writeHead(200, {
      'set-cookie': [`sid=${sid}; Path=/; HttpOnly`, `remember=${sid}; Path=/; Max-Age=86400`],
    });
    response.end(`Welcome, ${account}`);
  }

  async function visit(account, by, path, cookies, response) {
    for (const name of ['mark', 'script', 'remember']) {
      const owner = cookies[name]?.replace(/-.*/, '');
      if (owner !== undefined && owner !== account) faults.push(`${by} sent ${name}=${owner} as ${account}`);
    }
    for (const name of Object.keys(cookies)) {
      if (name.startsWith('of_') && name !== `of_${account}`) faults.push(`${by} sent ${name} as ${account}`);
    }
    const all = present.get(account) ?? [];
    present.set(account, [...all, by]);
    const other = all.find((name) => name !== by);
    if (other !== undefined) faults.push(`${by} and ${other} were ${account} at a time`);
    const status = account === ban && visits.filter((visit) => visit.account === ban).length >= 2 ? 403 : 200;
    visits.push({ account, by, path, status, cookies });
    await sleep(PAGE_MS);
    const rest = present.get(account);
    rest.splice(rest.indexOf(by), 1);
    response.writeHead(status, {
      'content-type': 'text/html',
      'set-cookie': [`mark=${account}; Path=/`, `of_${account}=1; Path=/; Max-Age=86400`],
    });
    response.end(
      `<!doctype html><title>${account}</title><link rel="icon" href="data:,"><script>document.cookie = 'script=${account}; path=/'</script>`,
    );
  }

  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://site');
    if (pathname === '/login') return logIn(searchParams.get('account'), response);
    const cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
    const account = members.get(cookies.sid);
    if (account !== undefined) return visit(account, searchParams.get('by'), pathname, cookies, response);
    faults.push(`${searchParams.get('by')} was nobody`);
    response.writeHead(401);
    return response.end('Log in first');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    visits,
    faults,
    logins,
    /** The processes that an account was used by, one after the other. */
    processesOf(account, among) {
      const names = visits.filter((visit) => visit.account === account && among.includes(visit.by)).map(({ by }) => by);
      return names.filter((name, index) => name !== names[index - 1]);
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

module.exports = { startSite };
