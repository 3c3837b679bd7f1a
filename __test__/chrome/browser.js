'use strict';

const { launch } = require('../../demo/chromium');

/** Certificates are made in the test, and a page asked for over http is one. */
const ARGS = ['--ignore-certificate-errors', '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable'];

/** Starts a Chromium for which every host, with any port, is the server on `port` of this machine. */
async function startBrowser(file, port) {
  const browser = await launch({ hosts: ['*'], address: `127.0.0.1:${port}`, args: ARGS, file });
  const root = await browser.target().createCDPSession();
  const version = await browser.version();
  return {
    version,
    major: Number(/\/(\d+)/.exec(version)[1]),
    openProfile: () => openProfile(browser, root),
    close: () => browser.close(),
  };
}

/** An empty profile with cookies of its own. */
async function openProfile(browser, root) {
  const context = await browser.createBrowserContext();

  async function openTab() {
    // Without Puppeteer's page: that one follows each request, which takes longer than the request.
    const opened = new Promise((resolve) => context.once('targetcreated', resolve));
    await root.send('Target.createTarget', { url: 'about:blank', browserContextId: context.id });
    const session = await (await opened).createCDPSession();
    return { navigate: (url) => session.send('Page.navigate', { url }) };
  }

  return {
    /** Does `work` with each of `count` tabs, at the same time. */
    inTabs: async (count, work) => {
      const tabs = [];
      for (let index = 0; index < count; index++) tabs.push(await openTab());
      await Promise.all(tabs.map(work));
    },
    /** All cookies, as the protocol has them. */
    cookies: async () => (await root.send('Storage.getCookies', { browserContextId: context.id })).cookies,
    close: () => context.close(),
  };
}

module.exports = { startBrowser };
