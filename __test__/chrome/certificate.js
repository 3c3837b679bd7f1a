'use strict';

const { generate } = require('selfsigned');

/** A fresh certificate for https, in PEM. Of an elliptic curve: there is a handshake for each host. */
async function makeCertificate() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'loopback' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  });
  return { key, cert };
}

module.exports = { makeCertificate };
