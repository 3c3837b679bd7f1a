'use strict';

// `node scripts/services.js redis postgres`: starts the servers that are named, each for this machine alone and with a temporary folder,
// prints their URLs, and ends them when it is interrupted.

const NAMES = ['redis', 'postgres'];

async function main(names) {
  const services = [];
  for (const name of names) {
    if (!NAMES.includes(name)) throw new Error(`There is no service ${name}: ${NAMES.join(', ')}`);
    const service = await require(`./services/${name}`).start();
    console.log(`${name}: ${service.url}`);
    services.push(service);
  }
  const stop = async () => {
    for (const service of services.splice(0)) await service.stop();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  setInterval(() => {}, 2 ** 30);
}

main(process.argv.length > 2 ? process.argv.slice(2) : NAMES);
