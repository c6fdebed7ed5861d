/** Names that break careless clients, drawn from a seed. */

/** Pieces, by what they break. */
const PIECES = [
  // OData literals, URLs, headers, JSON, HTML.
  ...[
    "'",
    "''",
    "O'Brien",
    "' or '1' eq '1",
    '"',
    '\\',
    '&',
    '#',
    '+',
    '%',
    '%27',
    '%2527',
    '%zz',
    '?',
    '/',
    '//',
    '..',
  ],
  ...[
    '=',
    ';',
    ',',
    ':',
    '@',
    '$',
    '$filter=',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '<b>',
    '&amp;',
    '|',
    '^',
    '`',
    '~',
    '*',
    '!',
  ],
  ...['http://example.com', 'null', 'true', '0', '-1', 'NaN', '\t', '\n', '\r\n', '\u0000', '\u001f', '\u007f'],
  // White space of all kinds, and what is not seen.
  ...[' ', '  ', '\u00a0', '\u2003', '\u3000', '\u2028', '\ufeff', '\u200b', '\u200d', '\u00ad', '\u202e', '\u2066'],
  // Scripts, marks, cases that fold strangely, and characters outside the first plane.
  ...[
    'Ärzte',
    'ß',
    'SS',
    'ﬁ',
    'İ',
    'ı',
    'ſ',
    'Σς',
    'Ǆ',
    'é',
    'e\u0301',
    'a\u0323\u0307',
    'a\u0307\u0323',
    'Å',
    '\u212b',
  ],
  ...[
    'עברית',
    'العربية',
    'हिन्दी',
    'ไทย',
    '日本語',
    '한국어',
    '각',
    '🎉',
    '👩‍👩‍👧',
    '🏳️‍🌈',
    '🇩🇪',
    '𝒜',
    '\u{10ffff}',
    '\ufffd',
    '\uffff',
  ],
  // Not text: halves of pairs.
  ...['\ud83d', '\udc00', '\udc00\ud83d'],
  ...['sales', 'Sales', 'SALES', 'reps', 'a', 'Z', '7'],
];

const HALF = 0.02;
const isHalf = (piece) => !piece.isWellFormed();

/** @param {import('../random.mjs').Random} random */
function drawPiece(random) {
  // Halves make a name invalid, and most names shall be sent.
  let piece = random.pick(PIECES);
  while (isHalf(piece) && !random.chance(HALF)) piece = random.pick(PIECES);
  return piece;
}

/** One name of up to about 1,100 UTF-16 code units; most are short. @param {import('../random.mjs').Random} random */
export function drawName(random) {
  const [least, most] = random.weighted([
    { weight: 5, range: [0, 6] },
    { weight: 55, range: [6, 24] },
    { weight: 25, range: [24, 64] },
    { weight: 8, range: [257, 300] },
    { weight: 7, range: [990, 1_100] },
  ]).range;
  const wanted = random.integer(least, most);
  let name = '';
  while (name.length < wanted) name += drawPiece(random);
  return name;
}

/** Other names that a careless comparison, query or escape would take for this one. */
export function lookalikes(name) {
  const others = [
    ...[name.toUpperCase(), name.toLowerCase(), name.normalize('NFC'), name.normalize('NFD'), name.normalize('NFKC')],
    ...[`${name} `, ` ${name}`, name.trim(), `${name}x`, name.slice(0, -1), name.replaceAll("'", "''")],
    ...[encodeURIComponent(name.toWellFormed()), name.replaceAll('+', ' '), name.replaceAll(' ', '+')],
  ];
  return [...new Set(others)].filter((other) => other !== name && other.trim() !== '' && other.isWellFormed());
}
