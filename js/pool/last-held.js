'use strict';

/** How many sessions that this process held last are kept, for stores that keep text. */
const MOST = 1000;

/** The sessions that this process held last, by id: if nobody has held them since, they needn't be made anew. */
class LastHeld {
  #members = new Map();

  /** Keeps a session that was released. The one released the longest time ago goes if there are too many. */
  keep(member) {
    this.#members.delete(member.id);
    this.#members.set(member.id, member);
    if (this.#members.size > MOST) {
      const [oldest] = this.#members.keys();
      this.#members.delete(oldest);
    }
  }

  /** Takes a session out, if it is there. */
  take(id) {
    const member = this.#members.get(id);
    this.#members.delete(id);
    return member;
  }
}

module.exports = { LastHeld };
