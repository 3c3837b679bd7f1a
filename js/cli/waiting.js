'use strict';

const { Failure } = require('./failures');

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Waits for a line of the standard input. Where that is closed, there is none. */
function onEnter() {
  const { stdin } = process;
  let listener;
  const pressed = new Promise((resolve) => {
    listener = (data) => {
      if (/[\r\n]/.test(data)) resolve();
    };
  });
  stdin.on('data', listener).on('error', () => {});
  return {
    pressed,
    forget() {
      stdin.off('data', listener);
      stdin.pause();
    },
  };
}

/** Rejects when somebody wants this process to end. */
function onSignal() {
  let listener;
  const signal = new Promise((_, reject) => {
    listener = (name) => reject(new Failure(`Interrupted by ${name}; nothing was saved`));
  });
  signal.catch(() => {});
  for (const name of SIGNALS) process.on(name, listener);
  return {
    signal,
    forget() {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}

module.exports = { onEnter, onSignal };
