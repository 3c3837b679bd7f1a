import { CookieAgent } from 'http-cookie-agent/undici';
import { fetch } from 'undici';
import { getByFetch } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(jar) {
  const dispatcher = new CookieAgent({ connect: { lookup }, cookies: { jar } });
  return getByFetch((url) => fetch(url, { dispatcher }));
}
