'use strict';

const http = require('node:http');

/** Requests a page of the site without a browser. Returns the response, as a crawler sees it, and the text of its body. */
function request(site, host, path, cookies = '') {
  const url = site.url(host, path);
  const { port } = new URL(url);
  // The host name leads nowhere outside the browsers, so it goes into the header alone.
  const headers = { Host: `${host}:${port}`, ...(cookies === '' ? {} : { Cookie: cookies }) };
  return new Promise((resolve, reject) => {
    const sent = http.get({ host: '127.0.0.1', port, path, headers, agent: false }, (message) => {
      const chunks = [];
      message.on('data', (chunk) => chunks.push(chunk));
      message.on('error', reject);
      message.on('end', () => {
        resolve({ url, headers: message.headers, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('error', reject);
  });
}

module.exports = { request };
