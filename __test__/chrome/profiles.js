'use strict';

/**
 * Divides lines or sequences into profiles of `size` at most. In a profile no two have a host in common: of a kind for which `kinds`
 * says `shared`, since all of it have the same hosts, there is one.
 */
function profilesOf(all, kinds, size) {
  const profiles = [];
  for (const one of all) {
    const isTaken = (profile) => kinds[one.kind].shared && profile.some(({ kind }) => kind === one.kind);
    const free = profiles.find((profile) => profile.length < size && !isTaken(profile));
    if (free === undefined) profiles.push([one]);
    else free.push(one);
  }
  return profiles;
}

module.exports = { profilesOf };
