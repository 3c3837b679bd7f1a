'use strict';

/** Who wants to know when a signal aborts. One listener serves all: a signal with thousands of listeners warns of a leak. */
const listening = new WeakMap();

/** Calls `react` once when the signal aborts. Returns what takes that back. */
function onAbort(signal, react) {
  let reactions = listening.get(signal);
  if (reactions === undefined) {
    reactions = new Set();
    listening.set(signal, reactions);
  }
  if (reactions.size === 0) {
    const all = reactions;
    const listener = () => {
      const called = [...all];
      all.clear();
      for (const one of called) one();
    };
    reactions.listener = listener;
    signal.addEventListener('abort', listener);
  }
  reactions.add(react);
  return () => {
    reactions.delete(react);
    if (reactions.size === 0) signal.removeEventListener('abort', reactions.listener);
  };
}

module.exports = { onAbort };
