import { CookieAgent } from 'http-cookie-agent/undici';
import { fetch } from 'undici';
import { PATIENCE_MS } from '../../helpers/patience.js';
import { getByFetch } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(jar) {
  const dispatcher = new CookieAgent({ connect: { lookup, timeout: PATIENCE_MS }, cookies: { jar } });
  return getByFetch((url) => fetch(url, { dispatcher }));
}
