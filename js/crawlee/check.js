'use strict';

const { invalidArgument } = require('../values/errors');

/** The longest time, in seconds, that a timer of Node.js can wait. */
const LONGEST_TIMER = 2 ** 31 / 1000 - 1;

/** The shared pool, of whatever copy of this package: by what is asked of it, so that the pool is loaded by those alone who have one. */
function checkPool(pool) {
  const isPool = pool !== null && typeof pool === 'object' && ['acquire', 'add', 'on'].every((name) => name in pool);
  if (!isPool) throw invalidArgument('pool', 'a SessionPool (await SessionPool.open())', pool);
}

function checkFunction(value, name) {
  if (value !== undefined && typeof value !== 'function') throw invalidArgument(name, 'a function', value);
}

function checkSeconds(value, name) {
  if (typeof value === 'number' && value >= 0 && value <= LONGEST_TIMER) return;
  throw invalidArgument(name, 'seconds, zero or more', value);
}

/** An object with these methods. */
function checkObject(value, name, methods) {
  if (value === undefined) return;
  const missing =
    value !== null && typeof value === 'object' ? methods.find((method) => typeof value[method] !== 'function') : '';
  if (missing !== undefined) throw invalidArgument(name, `an object with the methods ${methods.join(', ')}`, value);
}

module.exports = { checkFunction, checkObject, checkPool, checkSeconds };
