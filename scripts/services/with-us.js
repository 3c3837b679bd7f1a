'use strict';

/** Servers that run. */
const running = new Set();

/** Ends a server together with this process, whatever ends that but a SIGKILL: an error that nobody caught, or a pipe that nobody reads. */
function endWithUs(child) {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  });
  return child;
}

function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

module.exports = { endWithUs };
