import http from 'node:http';

/** A site on the loopback that sets a cookie with each answer. `received` are the `Cookie` headers that it got. */
export async function openSite() {
  const received = [];
  const server = http.createServer((request, response) => {
    received.push(request.headers.cookie);
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'sid=1; Path=/' });
    response.end('<!doctype html><title>Site</title><link rel="icon" href="data:,">');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    received,
    url: `http://127.0.0.1:${typeof address === 'object' ? address.port : 0}/`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
