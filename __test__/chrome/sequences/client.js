'use strict';

const net = require('node:net');
const tls = require('node:tls');

/** The header by which the server knows a session's requests from a browser's. */
const MARK = 'x-session';

/**
 * A small client: asks the server on `port` for a page, whatever its host, with the session's cookies, gives each response to the
 * session, and follows redirects. It writes and reads octets, one character for each.
 */
async function visit(session, url, port) {
  for (let next = url; next !== undefined; ) {
    const { lines, headers } = readHead(await exchange(new URL(next), session.getCookieString(next), port));
    session.putResponse({ url: next, headers: { ...headers, 'set-cookie': lines } });
    next = headers.location;
  }
}

/** Sends one request, and returns the head of the response. */
function exchange({ protocol, host, pathname, search }, cookie, port) {
  const lines = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, `${MARK}: 1`];
  if (cookie !== '') lines.push(`Cookie: ${cookie}`);
  return new Promise((resolve, reject) => {
    const address = { host: '127.0.0.1', port };
    const socket =
      protocol === 'https:' ? tls.connect({ ...address, rejectUnauthorized: false }) : net.connect(address);
    let text = '';
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`no response from ${host}`)));
    socket.on('data', (octets) => {
      text += octets.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      resolve(text.slice(0, end));
      socket.destroy();
    });
    socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  });
}

/** The `Set-Cookie` lines of a response, and the first of each other header. */
function readHead(head) {
  const lines = [];
  const headers = {};
  for (const field of head.split('\r\n').slice(1)) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon).toLowerCase();
    const value = field.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (name === 'set-cookie') lines.push(value);
    else headers[name] ??= value;
  }
  return { lines, headers };
}

module.exports = { MARK, visit };
