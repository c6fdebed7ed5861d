/** A chart of horizontal bars in panels, for pages light and dark. */

/** @typedef {{ label: string, value: number, isOurs: boolean }} Bar */
/** @typedef {{ title: string, bars: Bar[] }} Panel */

const COLUMNS = 2;
const PANEL_WIDTH = 440;
const MARGIN = 20;
const HEAD = 34;
const ROW = 20;
const BAR = 12;
/** Where bars begin within a panel, and how long the longest is: what is left is for its number. */
const LABELS = 206;
const LONGEST = 164;

const STYLE = `
  svg { color-scheme: light dark; }
  .page { fill: #ffffff; stroke: #d1d9e0; }
  text { font: 12px ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #59636e; }
  .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
  .ours { font-weight: 600; fill: #1f2328; }
  rect.bar { fill: #b6bec7; }
  rect.bar.ours { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d; }
    text { fill: #9198a1; }
    .title, text.ours { fill: #f0f6fc; }
    rect.bar { fill: #4b535d; }
    rect.bar.ours { fill: #4493f8; }
  }
`;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML. */
export const escapeXml = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

/** Three digits that matter, no more. */
const shown = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 1 : 0));

function drawBar({ label, value, isOurs }, at, longest) {
  const y = HEAD + at * ROW;
  const width = Math.max(1, (value / longest) * LONGEST).toFixed(1);
  const kind = isOurs ? ' ours' : '';
  const middle = y + BAR - 2;
  return [
    `<text class="label${kind}" x="${LABELS - 8}" y="${middle}" text-anchor="end">${escapeXml(label)}</text>`,
    `<rect class="bar${kind}" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
    `<text class="value${kind}" x="${LABELS + Number(width) + 6}" y="${middle}">${shown(value)}</text>`,
  ].join('');
}

function drawPanel({ title, bars }, x, y) {
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const drawn = bars.map((bar, at) => drawBar(bar, at, longest)).join('\n');
  return `<g transform="translate(${x} ${y})">\n<text class="title" x="0" y="14">${escapeXml(title)}</text>\n${drawn}\n</g>`;
}

/**
 * @param {Panel[]} panels
 * @param {{ title: string, description: string }} words for those who do not see it
 * @returns {string} SVG
 */
export function chart(panels, { title, description }) {
  const heightOf = ({ bars }) => HEAD + bars.length * ROW + MARGIN;
  const lines = [];
  for (let at = 0; at < panels.length; at += COLUMNS) lines.push(panels.slice(at, at + COLUMNS));
  let y = MARGIN;
  const drawn = lines.flatMap((line) => {
    const top = y;
    y += Math.max(...line.map(heightOf));
    return line.map((panel, at) => drawPanel(panel, MARGIN + at * PANEL_WIDTH, top));
  });
  const width = 2 * MARGIN + COLUMNS * PANEL_WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>${STYLE}</style>
<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${y - 1}" rx="6"/>
${drawn.join('\n')}
</svg>
`;
}
