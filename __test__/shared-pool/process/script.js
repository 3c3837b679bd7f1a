'use strict';

// A plain Puppeteer script over the shared pool: told by a job in JSON as the argument.

const { launch } = require('../../../demo/chromium');
const { openPool } = require('./pool');

async function main(job) {
  const pool = await openPool(job);
  const browser = await launch();
  const titles = [];
  for (let index = 0; index < job.count; index++) {
    await pool.use(async (session) => {
      const context = await browser.createBrowserContext();
      await context.setCookie(...session.getPuppeteerCookies());
      const page = await context.newPage();
      await page.goto(`${job.site}/page/${index}?by=${job.name}`);
      titles.push(await page.title());
      session.putPuppeteerCookies(await context.cookies());
      await context.close();
    });
  }
  await browser.close();
  await pool.close();
  process.stdout.write(JSON.stringify({ titles }));
}

main(JSON.parse(process.argv[2]));
