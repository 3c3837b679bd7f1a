// Visits the site with one client and one jar, prints what was seen as JSON and comes to its end like a crawler that is done:
// `node runner.mjs <client> <jar>`. The jar is that of a package, as one would `require` it from here.

import { createRequire } from 'node:module';

import { visitSite } from './scenario.js';
import { openSite } from './site.js';

const [client, packageOfJar] = process.argv.slice(2);
const { CookieJar } = createRequire(import.meta.url)(packageOfJar);
const { default: connect } = await import(`./connect/${client}.mjs`);

const site = await openSite();
try {
  const jar = new CookieJar();
  process.stdout.write(JSON.stringify(await visitSite(connect(jar, site), jar, site)));
} finally {
  await site.close();
}
