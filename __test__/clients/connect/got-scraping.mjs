import { gotScraping } from 'got-scraping';
import { getByGot } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(cookieJar) {
  return getByGot(gotScraping.extend({ cookieJar, dnsLookup: lookup, retry: { limit: 0 } }));
}
