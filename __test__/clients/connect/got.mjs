import got from 'got';
import { getByGot } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(cookieJar) {
  return getByGot(got.extend({ cookieJar, dnsLookup: lookup, retry: { limit: 0 } }));
}
