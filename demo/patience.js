'use strict';

/** Milliseconds that one thing may take: the start of a browser, a page, an answer. Minutes, since a machine may be busy. */
const PATIENCE = 300_000;

module.exports = { PATIENCE };
