// A process that waits for its turn: it is told what to do by a line on its standard input, and answers with a line of JSON.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The side of the parent. */
export class TurnTaker {
  #child;
  #lines;

  constructor(command, args) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** A process of Node.js, with garbage collection on demand. */
  static ofNode(file, ...args) {
    return new TurnTaker(process.execPath, ['--expose-gc', file, ...args]);
  }

  /** Has it take its turn; resolves to its answer. */
  async ask(line) {
    this.#child.stdin.write(`${line}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('a process of the benchmark ended before its turn');
    return JSON.parse(value);
  }

  /** Ends it, once it has no more to do. */
  async end() {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }
}

/** The side of the child: answers each line with what `answer` makes of it. */
export async function takeTurns(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(line)));
  }
}
