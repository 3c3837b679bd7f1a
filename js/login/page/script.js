'use strict';

const { databasesOf } = require('./databases');
const { originStorage } = require('./origin');
const { valueCodec } = require('./values');

/** Makes the functions of this folder from their texts. Tools that keep the names of functions call `__name`, which no page has. */
const FUNCTIONS = `((__name) => (${originStorage})(${valueCodec}, ${databasesOf}))((f) => f)`;

/**
 * The text of an expression that runs in a page: a promise of JSON.
 *
 * @param {'place' | 'read' | 'write'} name of what `originStorage` returns
 * @param {object} request its argument
 */
function callText(name, request) {
  return `(async () => JSON.stringify(await ${FUNCTIONS}.${name}(${literal(request)})))()`;
}

/** An expression for JSON data. Written as an object, `__proto__` would be no name like any other. */
function literal(data) {
  return `JSON.parse(${JSON.stringify(JSON.stringify(data))})`;
}

/** Tells our documents from those of a site. */
const TITLE = 'crawler-session';

/** The document with which every address of an origin is answered. It has an icon, so that no browser asks for one. */
const EMPTY_PAGE = `<!doctype html><title>${TITLE}</title><link rel="icon" href="data:,">`;

/** A document around a frame of another origin. */
function pageAround(url) {
  return `${EMPTY_PAGE}<iframe src="${url}"></iframe>`;
}

/** The document in that frame. It does what the one around it asks for. */
const FRAMED_PAGE = `${EMPTY_PAGE}<script>
onmessage = async ({ data: { name, request } }) => {
  parent.postMessage(JSON.stringify(await ${FUNCTIONS}[name](request)), '*');
};
</script>`;

/** The text of an expression that lets the frame do what `callText` would. */
function framedCallText(name, request) {
  return `(async () => {
    if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve));
    const answer = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    frames[0].postMessage(${literal({ name, request })}, '*');
    return answer;
  })()`;
}

module.exports = { EMPTY_PAGE, FRAMED_PAGE, TITLE, callText, framedCallText, pageAround };
