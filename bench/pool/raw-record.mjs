// What a claim writes of a record.

let fence = 0;

export function newRecord() {
  const now = Date.now();
  return { owner: 'bench', fence: ++fence, leaseEnd: now + 60_000, usedAt: now };
}
