'use strict';

// What processes saw of the sessions of one pool: a line of JSON for each event, in one file. Each line is one write, so lines of several
// processes don't mix. Times are milliseconds of the system's monotonic clock, which all processes of a machine share, whatever their wall
// clock says.
//
//   adding     { id, n }                       the session is going to be added, with the number n
//   added      { id }                          it is
//   begin      { use, id, fence, read, asked } a use begins, and finds this number; its session was asked for at this time
//   put        { use, n }                      from now on, the session has this number, which no other use has put
//   end        { use }                         the use is over, and the session is going to be given back
//   saved      { use }                         which went well
//   lost       { use, code }                   which did not
//   retiring   { id, use }                     the session is going to be retired, by a use or by somebody else
//   retired    { id, use }                     it is
//   killed     { victim }                      a process was killed
//   forgot     { since }                       the server lost all its data, some time since then, and is back
//   refused    { code, message }               no use began
//   final      { id, status, fence, read }     what there is at the end, when all is calm

const fs = require('node:fs');

/** Milliseconds of the monotonic clock. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

class History {
  #file;
  #out;

  constructor(file) {
    this.#file = file;
  }

  get file() {
    return this.#file;
  }

  /** Writes down what was seen. */
  note(what, details) {
    this.#out ??= fs.openSync(this.#file, 'a');
    fs.writeSync(this.#out, `${JSON.stringify({ at: now(), pid: process.pid, what, ...details })}\n`);
  }

  /** All events of all processes, in the order of time. */
  read() {
    const text = fs.existsSync(this.#file) ? fs.readFileSync(this.#file, 'utf8') : '';
    // Of a process that was killed, the last line may be half.
    const lines = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1);
    return lines.map((line) => JSON.parse(line)).sort((one, other) => one.at - other.at);
  }

  /** How often each event was seen. */
  count() {
    const counts = {};
    for (const { what } of this.read()) counts[what] = (counts[what] ?? 0) + 1;
    return counts;
  }

  close() {
    if (this.#out !== undefined) fs.closeSync(this.#out);
    this.#out = undefined;
  }
}

module.exports = { History, now };
