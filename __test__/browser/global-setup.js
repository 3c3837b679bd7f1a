'use strict';

const { executablePath } = require('../../demo/chromium');

/**
 * Finds Chromium once, before the workers start: they inherit the variable, so no two of them unpack it at the same time. Where
 * there is no Chromium this throws and the run fails; a browser test is never left out in silence.
 */
module.exports = async () => {
  process.env.PUPPETEER_EXECUTABLE_PATH = await executablePath();
};
