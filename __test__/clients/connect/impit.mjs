import { Impit } from 'impit';
import { PATIENCE_MS } from '../../helpers/patience.js';
import { getByFetch } from '../get.mjs';

export default function connect(cookieJar, { proxyUrl }) {
  const impit = new Impit({ cookieJar, proxyUrl, timeout: PATIENCE_MS });
  return getByFetch((url) => impit.fetch(url));
}
