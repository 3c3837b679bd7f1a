'use strict';

// Generated from package.json: `npm run generate` writes it.

/** The platforms that have an addon. */
const SUPPORTED = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64-gnu',
  'linux-arm64-musl',
  'linux-x64-gnu',
  'linux-x64-musl',
  'win32-arm64-msvc',
  'win32-x64-msvc',
];

/**
 * The addon for a platform: the one in this folder, as in a clone, or that of the platform's package; `undefined` if there is neither.
 * Adds what went wrong to `failures`. All names are written out, since bundlers look for them.
 */
function loadAddon(platform, failures) {
  switch (platform) {
    case 'darwin-arm64':
      try {
        return require('./crawler-session.darwin-arm64.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-darwin-arm64');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'darwin-x64':
      try {
        return require('./crawler-session.darwin-x64.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-darwin-x64');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'linux-arm64-gnu':
      try {
        return require('./crawler-session.linux-arm64-gnu.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-linux-arm64-gnu');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'linux-arm64-musl':
      try {
        return require('./crawler-session.linux-arm64-musl.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-linux-arm64-musl');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'linux-x64-gnu':
      try {
        return require('./crawler-session.linux-x64-gnu.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-linux-x64-gnu');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'linux-x64-musl':
      try {
        return require('./crawler-session.linux-x64-musl.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-linux-x64-musl');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'win32-arm64-msvc':
      try {
        return require('./crawler-session.win32-arm64-msvc.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-win32-arm64-msvc');
      } catch (error) {
        failures.push(error);
      }
      break;
    case 'win32-x64-msvc':
      try {
        return require('./crawler-session.win32-x64-msvc.node');
      } catch (error) {
        failures.push(error);
      }
      try {
        return require('crawler-session-win32-x64-msvc');
      } catch (error) {
        failures.push(error);
      }
      break;
  }
}

module.exports = { SUPPORTED, loadAddon };
