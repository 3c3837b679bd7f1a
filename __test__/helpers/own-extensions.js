'use strict';

/** A serialized cookie as the original has it: what only our class keeps of a cookie travels among the extensions, under our name. */
function withoutOwnExtensions({ extensions, ...cookie }) {
  const foreign = extensions?.filter((extension) => !extension.startsWith('crawler-session-'));
  return foreign?.length > 0 ? { ...cookie, extensions: foreign } : cookie;
}

module.exports = { withoutOwnExtensions };
