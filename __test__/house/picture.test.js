'use strict';

// The picture of the house tells the truth: what it says of a cookie's way is what the imports allow.

const path = require('node:path');
const { STACKS, WAYS, layerOf } = require('../../scripts/house/layers');
const { importsOf, isForTests, readFiles } = require('../../scripts/house/rust-imports');
const { picture } = require('../../scripts/house/picture');

const keyOf = (file) => {
  const { stack, name } = layerOf(file);
  return `${stack.name}, ${name}`;
};

/** The layers of Rust that a layer reaches by imports. */
function reachableFrom(start) {
  const files = Object.entries(readFiles(path.join(__dirname, '..', '..'))).filter(([file]) => !isForTests(file));
  const steps = importsOf(Object.fromEntries(files)).map(({ from, to }) => [keyOf(from), keyOf(to)]);
  const reached = new Set([start]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const [from, to] of steps) if (reached.has(from)) reached.add(to);
  }
  return reached;
}

test('each step of a way is a layer, and those in Rust are reached by imports from the classes', () => {
  const reached = reachableFrom('src, classes');
  for (const steps of Object.values(WAYS)) {
    expect(steps.length).toBeGreaterThan(3);
    for (const [stack, layer] of steps) {
      expect(STACKS.find(({ name }) => name === stack).layers.map(({ name }) => name)).toContain(layer);
      if (stack !== 'js') expect(reached).toContain(`${stack}, ${layer}`);
    }
  }
  expect(reached).not.toContain('js, session');
});

test('the picture names each layer and who may import it', () => {
  const drawn = picture();
  for (const { layers } of STACKS)
    for (const { name } of layers) expect(drawn).toContain(`class="name">${name}</text>`);
  expect(drawn).toContain('may be imported by src/, core, files, jar, persist, query<');
});
