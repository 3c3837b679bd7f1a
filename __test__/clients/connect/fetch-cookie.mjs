import fetchCookie from 'fetch-cookie';
import { Agent, fetch } from 'undici';
import { PATIENCE_MS } from '../../helpers/patience.js';
import { getByFetch } from '../get.mjs';
import { lookup } from '../site.js';

export default function connect(jar) {
  const dispatcher = new Agent({ connect: { lookup, timeout: PATIENCE_MS } });
  return getByFetch(fetchCookie((url, init) => fetch(url, { ...init, dispatcher }), jar));
}
