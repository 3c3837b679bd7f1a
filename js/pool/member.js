'use strict';

const { Session, readExpiresAt, textWith } = require('../session/session');
const { unreadable } = require('./cipher');
const { SessionPoolError } = require('./errors');

/** Where the pool's own part of a state begins: it is the last member of the object. */
const NOTES = ',"pool":';

/** More than the pool's own part takes. A whole state is long, and V8 searches it slowly. */
const MOST_NOTES = 256;

/** How a state ends that this package has written, and that the pool has added nothing to. */
const OWN_END = /,"(maxUsageCount|errorScore)":[\d.e+-]+(,"retired":true)?\}$/;

/**
 * A session of a pool in this process, with what the pool knows of it. As the state of a record it stands for its text, which is only made if
 * somebody asks.
 */
class Member {
  /** What the pool keeps with the state: whether `login` is done or needed, and when the last good use was (milliseconds). */
  notes;
  /** Why it is retired, once it is. */
  reason;
  /** Whether `sessionRetired` was emitted for it. */
  isRetirementTold = false;
  /** Its lease, if this process holds it. */
  lease;

  #cipher;
  #savedRevision = -1;
  #savedOwn;
  #savedNotes;

  constructor(session, cipher, notes = {}) {
    this.session = session;
    this.notes = notes;
    this.#cipher = cipher;
  }

  /** From the state of a record. */
  static read(id, state, cipher, options) {
    const text = cipher.decrypt(id, String(state));
    try {
      const { own, notes } = withoutNotes(text);
      const member = new Member(Session.fromStateText(own, options), cipher, notes);
      if (member.id !== id)
        throw new SessionPoolError('STATE_UNREADABLE', `its id is another one (${JSON.stringify(member.id)})`);
      member.#noteSaved(ownText(member.session));
      return member;
    } catch (cause) {
      throw unreadable(id, cause.message, cause);
    }
  }

  get id() {
    return this.session.id;
  }

  /** How long the session can be used, in milliseconds. */
  get usableMs() {
    const { session } = this;
    const ms = session.expiresAt.getTime();
    // The user may have made the date invalid in place; the session goes by the last valid one.
    return (Number.isNaN(ms) ? session.getExpiresAt() : ms) - Date.now();
  }

  /** Why the session can't be used any more; `undefined` if it can, or is only expired. */
  get end() {
    const { session } = this;
    if (session.retired) return this.reason ?? 'retired';
    if (session.isBlocked()) return 'blocked';
    return session.isMaxUsageCountReached() ? 'used up' : undefined;
  }

  /**
   * The text of the state if it has changed since it was saved; `undefined` if not. Throws if JSON can't hold it.
   *
   * @returns {{ state: string, saved(): void } | undefined} `saved` says that it has been saved
   */
  changed() {
    const { session } = this;
    try {
      const own = ownText(session);
      const { revision } = session;
      const notes = JSON.stringify(this.notes);
      if (revision === this.#savedRevision && own === this.#savedOwn && notes === this.#savedNotes) return undefined;
      const state = this.#cipher.encrypt(this.id, withNotes(textWith(session, own), notes));
      return { state, saved: () => this.#noteSaved(own, revision, notes) };
    } catch (cause) {
      throw notStorable(this.id, cause);
    }
  }

  /** Notes the time of a good use, by the counts when it was taken. */
  noteGoodUse() {
    const { session, lease, notes } = this;
    if (lease.before === undefined || session.retired) return;
    const { usageCount, errorCount } = lease.before;
    if (session.usageCount > usageCount && session.errorCount === errorCount) notes.goodAt = Date.now();
  }

  /** The text of the state. */
  toString() {
    const { session } = this;
    let text;
    try {
      text = textWith(session, ownText(session));
    } catch (cause) {
      throw notStorable(this.id, cause);
    }
    return this.#cipher.encrypt(this.id, withNotes(text, JSON.stringify(this.notes)));
  }

  #noteSaved(own, revision = this.session.revision, notes = JSON.stringify(this.notes)) {
    this.#savedOwn = own;
    this.#savedRevision = revision;
    this.#savedNotes = notes;
  }
}

function notStorable(id, cause) {
  return unreadable(id, `JSON can't hold it (${cause.message})`, cause, 'saved');
}

/** What of a state is the user's own, as JSON: no counter says when it changes. */
function ownText(session) {
  readExpiresAt(session);
  return JSON.stringify({ cookies: session.cookies, userData: session.userData });
}

function withNotes(text, notes) {
  return notes === '{}' ? text : `${text.slice(0, -1)}${NOTES}${notes}}`;
}

/** A state's text without the pool's part, and that part. */
function withoutNotes(text) {
  const tail = Math.max(0, text.length - MOST_NOTES);
  const end = text.slice(tail);
  const inEnd = end.lastIndexOf(NOTES);
  try {
    if (inEnd !== -1) {
      return {
        own: `${text.slice(0, tail + inEnd)}}`,
        notes: notesOf(JSON.parse(end.slice(inEnd + NOTES.length, -1))),
      };
    }
  } catch {
    // It is further inside, or not at the end.
  }
  const isOfOthers = !(text.startsWith('{"id":"') && OWN_END.test(end));
  return { own: text, notes: isOfOthers && text.includes('"pool"') ? notesWithin(text) : {} };
}

/** The pool's part of a state that somebody else has written: it may be anywhere in it. */
function notesWithin(text) {
  try {
    return notesOf(JSON.parse(text).pool);
  } catch {
    // What is wrong is said where the state is read.
    return {};
  }
}

function notesOf(part) {
  const { login, goodAt } = part ?? {};
  return {
    login: login === 'done' || login === 'needed' ? login : undefined,
    goodAt: typeof goodAt === 'number' ? goodAt : undefined,
  };
}

module.exports = { Member };
