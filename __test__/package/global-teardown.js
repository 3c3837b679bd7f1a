'use strict';

/** Ends the registry and removes all folders of the tests. */
module.exports = () => global.stopPackageTest();
