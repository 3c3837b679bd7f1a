'use strict';

// A plain HTTP request without any browser.

const http = require('node:http');
const { PATIENCE } = require('./patience');

/** Sends a request to the site, whose host name leads to this machine. Returns what `putResponse` reads, and the body. */
function request(url, { method = 'GET', headers = {}, body } = {}) {
  const { host, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = http.request({
      host: '127.0.0.1',
      port,
      path: pathname,
      method,
      headers: { ...headers, host },
      agent: false,
      timeout: PATIENCE,
    });
    sent.once('error', reject);
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer`)));
    sent.once('response', async (response) => {
      try {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve({ url, status: response.statusCode, headers: response.headers, body: text });
      } catch (error) {
        reject(error);
      }
    });
    sent.end(body);
  });
}

module.exports = { request };
