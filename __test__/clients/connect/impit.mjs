import { Impit } from 'impit';
import { getByFetch } from '../get.mjs';

export default function connect(cookieJar, { proxyUrl }) {
  const impit = new Impit({ cookieJar, proxyUrl });
  return getByFetch((url) => impit.fetch(url));
}
