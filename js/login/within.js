'use strict';

/** What a promise is fulfilled with, if that is within so many milliseconds; what comes later is ignored. */
async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`there was no answer within ${ms} ms (timeoutMs)`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

module.exports = { within };
