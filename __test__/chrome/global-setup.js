'use strict';

const { executablePaths } = require('../../demo/chromium');

/**
 * Finds every Chromium once, before the workers start: they inherit the variable, so no two of them unpack one at the same time.
 * Where there is none this throws and the run fails.
 */
module.exports = async () => {
  process.env.CHROMIUM_EXECUTABLES = JSON.stringify(await executablePaths());
};
