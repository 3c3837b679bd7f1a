'use strict';

const { URL } = require('node:url'); // a vm context has none of its own
const { EMPTY_PAGE, FRAMED_PAGE, pageAround } = require('../page/script');
const { ProtocolTab } = require('./protocol-tab');
const { RoutedTab } = require('./routed-tab');

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

module.exports = { callIn, tabOver };
