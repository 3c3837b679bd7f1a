import { gotScraping } from 'got-scraping';
import { PATIENCE_MS } from '../../helpers/patience.js';
import { getByGot } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(cookieJar) {
  return getByGot(
    gotScraping.extend({ cookieJar, dnsLookup: lookup, retry: { limit: 0 }, timeout: { request: PATIENCE_MS } }),
  );
}
