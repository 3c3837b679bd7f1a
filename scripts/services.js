'use strict';

// `node scripts/services.js redis postgres`: starts the servers that are named, each for this machine alone and with a temporary folder,
// prints their URLs, and ends them when it is interrupted.

const NAMES = ['redis', 'postgres'];

const running = [];

async function stop() {
  for (const service of running.splice(0)) await service.stop();
}

async function main(names) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop().then(process.exit));
  for (const name of names) {
    if (!NAMES.includes(name)) throw new Error(`There is no service ${name}: ${NAMES.join(', ')}`);
    running.push(await require(`./services/${name}`).start());
    console.log(`${name}: ${running.at(-1).url}`);
  }
}

main(process.argv.length > 2 ? process.argv.slice(2) : NAMES).catch(async (error) => {
  await stop();
  throw error;
});
