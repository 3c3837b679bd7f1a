// A chart of ratios as SVG: horizontal bars on a logarithmic scale, since they go from 1 to 100.

const WIDTH = 1080;
const LABELS = 560;
const RIGHT = 110;
const TOP = 64;
const LINE = 26;
const BAR = 14;
const LEAST = 0.5;
const GRID = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Colours for both backgrounds: the page that shows the chart decides which. */
const STYLE = `
    text { fill: #1f2328; }
    .small { font-size: 12px; fill: #59636e; }
    .grid { stroke: #d1d9e0; }
    .even { stroke: #59636e; }
    .bar { fill: #2f7d4f; }
    .missed { fill: #b35900; }
    .wanted { stroke: #1f2328; stroke-width: 2; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .small { fill: #9198a1; }
      .grid { stroke: #3d444d; }
      .even { stroke: #9198a1; }
      .bar { fill: #3fa36c; }
      .missed { fill: #e08c3a; }
      .wanted { stroke: #f0f6fc; }
    }`;

/**
 * @param {string} title
 * @param {string} note a second, smaller line
 * @param {{ label: string, ratio: number, wanted?: number }[]} bars
 */
export function chart(title, note, bars) {
  const most = Math.max(2, ...bars.map((bar) => Math.max(bar.ratio, bar.wanted ?? 0)));
  const scale = (WIDTH - LABELS - RIGHT) / Math.log(most / LEAST);
  const x = (ratio) => round(LABELS + scale * Math.log(Math.max(ratio, LEAST) / LEAST));
  const bottom = TOP + bars.length * LINE;
  const grid = GRID.filter((value) => value <= most).map(
    (value) =>
      `  <line class="${value === 1 ? 'even' : 'grid'}" x1="${x(value)}" y1="${TOP - 4}" x2="${x(value)}" y2="${bottom}"/>\n` +
      `  <text class="small" x="${x(value)}" y="${bottom + 18}" text-anchor="middle">${value}</text>`,
  );
  const drawn = bars.map((bar, index) => drawBar(bar, TOP + index * LINE, x));
  const height = bottom + 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escaped(title)}">
  <style>${STYLE}
  </style>
  <text x="16" y="26" font-weight="600">${escaped(title)}</text>
  <text class="small" x="16" y="46">${escaped(note)}</text>
${[...grid, ...drawn].join('\n')}
</svg>
`;
}

/** From 1 to the right if ours is faster, to the left if it is slower. */
function drawBar({ label, ratio, wanted }, y, x) {
  const [from, to] = [x(Math.min(ratio, 1)), x(Math.max(ratio, 1))];
  const isMissed = wanted !== undefined && ratio < wanted;
  const text = y + BAR - 2;
  const parts = [
    `  <text x="${LABELS - 12}" y="${text}" text-anchor="end">${escaped(label)}</text>`,
    `  <rect class="${isMissed ? 'missed' : 'bar'}" x="${from}" y="${y}" width="${round(to - from)}" height="${BAR}"/>`,
    `  <text class="small" x="${x(Math.max(ratio, wanted ?? 0, 1)) + 8}" y="${text}">${ratio.toFixed(1)}${isMissed ? ' (missed)' : ''}</text>`,
  ];
  if (wanted !== undefined) {
    parts.push(`  <line class="wanted" x1="${x(wanted)}" y1="${y - 3}" x2="${x(wanted)}" y2="${y + BAR + 3}"/>`);
  }
  return parts.join('\n');
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
