'use strict';

// For blocks of the configuration of an SDK's crawler. No crawler runs.

exports.handlePageFunction = async () => {};
