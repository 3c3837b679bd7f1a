'use strict';

// What JavaScript may import, for dependency-cruiser, by the layers of `layers.js`.

const { STACKS } = require('./layers');

const { layers } = STACKS.find(({ language }) => language === 'js');

/** A rule for each layer but the top one: it imports nothing from above. */
const upwards = layers.slice(1).map(({ name, files }, index) => ({
  name: `${name}-imports-upwards`,
  comment: `${name} may be imported by ${layers
    .slice(0, index + 1)
    .map((layer) => layer.name)
    .join(', ')}, and imports nothing from there (scripts/house/layers.js)`,
  severity: 'error',
  from: { path: files.source },
  to: { path: layers.slice(0, index + 1).map((layer) => layer.files.source) },
}));

module.exports = {
  forbidden: [
    ...upwards,
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-package',
      comment: 'The package has no dependencies: it imports files of its own and of Node.js.',
      severity: 'error',
      from: {},
      to: { dependencyTypesNot: ['local', 'core'], pathNot: '^package\\.json$|^crawler-session|\\.node$' },
    },
    {
      name: 'no-room-without-a-layer',
      comment: 'Each file belongs to a layer of scripts/house/layers.js.',
      severity: 'error',
      from: { path: '^js/', pathNot: layers.map(({ files }) => files.source) },
      to: {},
    },
  ],
  options: { doNotFollow: { path: 'node_modules' }, exclude: { path: '\\.node$' } },
};
