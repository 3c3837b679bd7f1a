'use strict';

const net = require('node:net');

/**
 * Starts a site on this machine that sends and looks at octets. Node's own server would refuse some of them, and read the others as text.
 *
 * `/set` sets the cookies that were announced; any other path only takes note of the `Cookie` header, one character for each octet.
 */
async function openOctetSite() {
  let lines = [];
  /** The `Cookie` headers that came, by path. */
  const received = new Map();
  const server = net.createServer((socket) => {
    let head = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (octets) => {
      head += octets.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const path = head.split(' ', 2)[1];
      received.set(path, /^cookie: ?(.*?)\r$/im.exec(head)?.[1] ?? '');
      head = '';
      const set = path === '/set' ? lines.map((line) => `Set-Cookie: ${line}\r\n`).join('') : '';
      socket.end(
        `HTTP/1.1 200 OK\r\n${set}Content-Type: text/html; charset=utf-8\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`,
        'latin1',
      );
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    /** The address of a path on a host that leads to this machine. */
    url: (path, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    /** From now on `/set` sets these cookies. */
    sets: (newLines) => {
      lines = newLines;
    },
    /** The `Cookie` header of the latest request to a path; `undefined` if there was none. */
    header: (path) => received.get(path),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The octets of a text's UTF-8 as text, one character for each. */
function octets(text) {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Values of each kind: as text, and as the octets of which a site makes them. */
const VALUES = {
  ascii: { text: 'plain', sent: 'plain' },
  letters: { text: 'Zürich', sent: octets('Zürich') },
  beyond: { text: '日本', sent: octets('日本') },
  emoji: { text: 'a😀b', sent: octets('a😀b') },
  double: { text: 'Ã¼', sent: octets('Ã¼') },
};

/** A value that is no text: what a site in Latin-1 sends. */
const NO_UTF8 = 'Z\xfcrich';

module.exports = { NO_UTF8, VALUES, octets, openOctetSite };
