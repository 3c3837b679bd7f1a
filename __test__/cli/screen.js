'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { PATIENCE_MS } = require('../helpers/patience');

/**
 * A screen of its own for the windows of a test, by Xvfb. Where there is none, windows open on that of this machine; and a browser without
 * windows, as the one inside `@sparticuz/chromium`, needs none.
 *
 * @returns {Promise<{ env: object, close(): Promise<void> }>} the variables for whoever opens a window
 */
async function openScreen() {
  if (spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error !== undefined) {
    const { DISPLAY = ':none', WAYLAND_DISPLAY } = process.env;
    return { env: { DISPLAY, WAYLAND_DISPLAY }, async close() {} };
  }
  // It chooses a number that is free, and tells it.
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'close');
  const [number] = await once(server.stdio[3], 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
  return {
    env: { DISPLAY: `:${String(number).trim()}` },
    async close() {
      server.kill();
      await ended;
    },
  };
}

module.exports = { openScreen };
