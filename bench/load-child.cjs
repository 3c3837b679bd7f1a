'use strict';

// Prints how many nanoseconds it takes to load the package that is named.

const [, , name] = process.argv;
const start = process.hrtime.bigint();
require(name);
console.log(`${process.hrtime.bigint() - start}`);
