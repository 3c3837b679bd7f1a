'use strict';

/** The seed of the random tests: always the same one, so that CI fails for a change and never by chance. `SEED=random` looks elsewhere. */
const { SEED: WANTED = '6265' } = process.env;

/** Whether this is the usual run: another seed, or fewer operations, may miss what is rare. */
const IS_USUAL = process.env.SEED === undefined && process.env.OPERATIONS === undefined;

module.exports = { IS_USUAL, SEED: WANTED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(WANTED) };
