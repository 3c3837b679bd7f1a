'use strict';

const net = require('node:net');
const tls = require('node:tls');
const { makeCertificate } = require('./certificate');

/** The first octet of a TLS handshake. */
const HANDSHAKE = 0x16;

/**
 * Starts a server on this machine that speaks HTTP and HTTPS on one port, for any host. It reads and writes heads as octets, one
 * character for each: Node's own server refuses some in either direction.
 *
 * @param answer from a request, `{ url, headers }` with lower-case names, to `{ status, lines }`, raw header lines
 */
async function startRawServer(answer) {
  const sockets = new Set();
  const secured = tls.createServer(await makeCertificate(), (socket) => serve(socket, 'https', answer));
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // a browser closes connections as it likes
    socket.once('readable', () => {
      const first = socket.read();
      if (first === null) return;
      socket.unshift(first);
      if (first[0] === HANDSHAKE) secured.emit('connection', socket);
      else serve(socket, 'http', answer);
    });
  });
  secured.on('tlsClientError', () => {});
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers the requests of one connection, one after the other. */
function serve(socket, scheme, answer) {
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (octets) => {
    text += octets.toString('latin1');
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const request = readHead(text.slice(0, end), scheme);
      text = text.slice(end + 4);
      const { status, lines = [] } = answer(request);
      const head = [`HTTP/1.1 ${status}`, ...lines, ...(status.startsWith('204') ? [] : ['Content-Length: 0']), '', ''];
      socket.write(Buffer.from(head.join('\r\n'), 'latin1'));
    }
  });
}

/** The URL and the headers of a request; it has no body. */
function readHead(head, scheme) {
  const [first, ...lines] = head.split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).replace(/^ /, '');
  }
  return { url: `${scheme}://${headers.host}${first.split(' ')[1]}`, headers };
}

module.exports = { startRawServer };
