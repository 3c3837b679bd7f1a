'use strict';

/** The other half of `src/crossing/layout.rs`, from which `npm run generate` writes this file. */
module.exports = {
  browserRecords: {
    FIELDS: 11,
    SECURE: 1,
    HTTP_ONLY: 2,
    HOST_ONLY: 4,
    OF_DOMAIN: 8,
    OPAQUE_PARTITION: 16,
    ANCESTOR_NO: 1,
    ANCESTOR_YES: 2,
    OF_PROTOCOL: 4,
    MAX_BYTES: 1048576,
  },
  callOptions: {
    NOT_HTTP: 1,
    LOOSE: 2,
    KEEP_EXPIRED: 4,
    ALL_PATHS: 8,
    UNSORTED: 16,
    SECURE: 32,
    NOT_SECURE: 64,
    SAME_SITE_SHIFT: 7,
  },
  packedCookies: {
    HEAD: 9,
    SECURE: 1,
    HTTP_ONLY: 2,
    HOST_ONLY: 4,
    PATH_IS_DEFAULT: 8,
    EXPIRES: 16,
    MAX_AGE: 32,
    PARTITION: 64,
    EXTENSIONS: 128,
    SAME_SITE_SHIFT: 8,
    PRIORITY_SHIFT: 10,
    ANCESTOR_SHIFT: 12,
    PROTOCOL: 16384,
  },
  refusals: {
    LONGEST: 80,
  },
  serializedRecords: {
    FIELDS: 11,
    SECURE: 1,
    HTTP_ONLY: 2,
    HOST_ONLY: 4,
    PATH_IS_DEFAULT: 8,
  },
  stateText: {
    CRAWLEE_FORM: 1,
    SPANS: 8,
  },
  storeSteps: {
    LEAST_RECENTLY_USED: 0,
    MOST_RECENTLY_USED: 1,
    ROUND_ROBIN: 2,
    RANDOM: 3,
    OPENING: 0,
  },
};
