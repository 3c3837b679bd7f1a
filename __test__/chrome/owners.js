'use strict';

/** The cookies of each of those who have `sites`: the longest site that a cookie's domain lies in has it. */
function ownersOf(owners, cookies) {
  const shares = new Map(owners.map((owner) => [owner, []]));
  const all = owners.flatMap((owner) => owner.sites.map((site) => ({ owner, site })));
  for (const cookie of cookies) {
    const domain = cookie.domain.replace(/^\./, '');
    const [nearest] = all
      .filter(({ site }) => domain === site || domain.endsWith(`.${site}`))
      .sort((one, other) => other.site.length - one.site.length);
    if (nearest === undefined) throw new Error(`a cookie that nobody was given: ${JSON.stringify(cookie)}`);
    shares.get(nearest.owner).push(cookie);
  }
  return shares;
}

module.exports = { ownersOf };
