'use strict';

const { URL } = require('node:url'); // a vm context has none of its own
const { EMPTY_PAGE, FRAMED_PAGE, pageAround } = require('../page/script');
const { ProtocolTab } = require('./protocol-tab');
const { RoutedTab } = require('./routed-tab');

/** So many tabs go through places at the same time: most of it is waiting for new processes. */
const TABS = 3;

/** A tab is worth opening for so many places. */
const PLACES = 3;

/** Makes a page that has not been anywhere into a tab whose requests stay on this machine. */
async function tabOver(context, page) {
  const protocol = await context.protocolOf(page);
  return protocol === undefined ? RoutedTab.open(context, page) : ProtocolTab.open(protocol);
}

/** The documents that stand for a place: that of its origin, and one of the site around it if it is in frames. */
function documentsOf({ origin, topLevelSite }) {
  if (topLevelSite === undefined) return { [origin]: EMPTY_PAGE };
  return { [topLevelSite]: pageAround(`${origin}/`), [origin]: FRAMED_PAGE };
}

/** Goes to a place with a tab, and calls one of the functions of `page/origin.js` there. */
async function callIn(tab, place, name, request) {
  const documents = documentsOf(place);
  await tab.visit(`${place.topLevelSite ?? place.origin}/`, (url) => documents[new URL(url).origin]);
  const answer = await (place.topLevelSite === undefined ? tab.call(name, request) : tab.callFramed(name, request));
  if (answer.origin !== place.origin) throw new Error(`the browser went to ${answer.origin} instead`);
  return answer;
}

/**
 * Goes through places in tabs of their own, which are closed afterwards.
 *
 * @param {(tab: object, place: object) => Promise<void>} step what is done in each place, once a tab is free
 */
async function inTabs(context, places, step) {
  const rest = places.values();
  const tabs = Array.from({ length: Math.min(TABS, Math.ceil(places.length / PLACES)) }, async () => {
    const page = await context.newPage();
    try {
      const tab = await tabOver(context, page);
      for (const place of rest) await step(tab, place);
    } finally {
      await page.close().catch(() => {});
    }
  });
  // All of them are closed before this is over, if one fails too.
  for (const { status, reason } of await Promise.allSettled(tabs)) if (status === 'rejected') throw reason;
}

module.exports = { callIn, inTabs, tabOver };
