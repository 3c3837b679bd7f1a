// The three numbers of the README: two that `npm run bench` measures, one of `npm run bench:memory`.

import { TITLES } from './contestants.mjs';
import { bytes, time } from './table.mjs';

/** The rows, by what they mean to a reader. Each is compared with the faster one of the others. */
const SPEED = {
  'getCookieString, 20 cookies match': 'for the `Cookie` header of a page with 20 cookies',
  '20 Puppeteer cookies in': 'for storing the 20 cookies that Puppeteer reports',
};

/** @param {{ operation: string, peer: string, medians: Record<string, number>, ratio: { median: number } }[]} lines */
export function speedHeadline(lines) {
  const items = Object.entries(SPEED).map(([name, what]) => {
    const { peer, medians, ratio } = lines.find(({ operation }) => operation === name);
    return `- **${ratio.median.toFixed(1)} times as fast** as ${peer} ${what}: ${time(medians.ours)}.`;
  });
  return items.join('\n');
}

/** @param {{ ours: number, crawlee: number }} each the bytes of a cookie; of our two classes those of the larger one */
export function memoryHeadline({ ours, crawlee }) {
  const times = (crawlee / ours).toFixed(1);
  return `- A cookie takes **${times} times as much memory** in ${TITLES.crawlee}: ${bytes(crawlee)}, here ${bytes(ours)}.`;
}
