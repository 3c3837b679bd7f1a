'use strict';

// Dates of every sort. All of them lie whole hours and a quarter from `now`, so that none ends while a test runs, however a reader takes
// its zone or a clock that goes wrong by whole hours.

const HOUR = 3_600_000;
const QUARTER = 900_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const two = (number) => String(number).padStart(2, '0');

/** The parts of a date as text. */
function partsOf(time) {
  const date = new Date(time);
  return {
    weekday: DAYS[date.getUTCDay()],
    day: two(date.getUTCDate()),
    month: MONTHS[date.getUTCMonth()],
    year: String(date.getUTCFullYear()),
    clock: date.toISOString().slice(11, 19),
  };
}

/** The formats of RFC 9110, and Netscape's. */
const FORMATS = [
  ({ weekday, day, month, year, clock }) => `${weekday.slice(0, 3)}, ${day} ${month} ${year} ${clock} GMT`,
  ({ weekday, day, month, year, clock }) => `${weekday}, ${day}-${month}-${year.slice(-2)} ${clock} GMT`,
  ({ weekday, day, month, year, clock }) =>
    `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${clock} ${year}`,
  ({ weekday, day, month, year, clock }) => `${weekday.slice(0, 3)}, ${day}-${month}-${year} ${clock} GMT`,
];

const OFFSETS = [1, 5, 30, 24 * 30, 24 * 200, 24 * 390, 24 * 399, 24 * 401, 24 * 500];

/** A time before or after now. */
function instant(random, now, hours = random.pick(OFFSETS)) {
  const side = random.chance(0.75) ? 1 : -1;
  return now + side * hours * HOUR + QUARTER + random.below(300) * 1000;
}

/** What may stand for each part, good and bad. */
const ODD = {
  day: ['0', '00', '1', '07', '31', '32', '30', '29', '007', '1a', '2nd', 'x3', '5\xe4', '123', '8"', '04.'],
  month: ['January', 'JUN', 'jul', 'Decx', 'Ma', 'Mai', 'xJan', 'Sept', 'Fo', '06', 'M\xe4r', 'Mar\xe4', 'Jan1', ''],
  year: [
    ...[
      '0',
      '1',
      '00',
      '09',
      '68',
      '69',
      '70',
      '99',
      '001',
      '070',
      '100',
      '1600',
      '1601',
      '1602',
      '1969',
      '1970',
      '1999',
    ],
    ...[
      '9999',
      '02040',
      '0070',
      '10000',
      '30827',
      '99999',
      '020400',
      '100000',
      '2040x',
      '99z',
      '2040\xe4',
      'x2040',
      '',
    ],
  ],
  clock: [
    ...[
      '1:2:3',
      '01:02',
      '12:34:567',
      '123:1:1',
      '1:123:1',
      '012:34:56',
      '0:0:0',
      '23:59:60',
      '24:00:00',
      '23:60:00',
      '',
    ],
    ...[
      '12:34:5x',
      '12:34:56Z',
      'x12:34:56',
      '12:34x:56',
      '12::34',
      ':12:34:56',
      '12:34:56:7',
      '12:34:56.7',
      '12:34:56\xe4',
    ],
  ],
};

const SEPARATORS = [
  ' ',
  '  ',
  '-',
  '/',
  ',',
  '.',
  '_',
  '"',
  "'",
  '(',
  ')',
  '+',
  '~',
  '`',
  '{',
  '}',
  '|',
  '@',
  '!',
  '\\',
];
/** These separate nothing. */
const NO_SEPARATORS = ['', '%20', '\xa0', '\xe4', ':', 'T'];
const TAILS = ['GMT', 'UTC', '+0100', 'PST', 'Z', 'garbage', '"', ' 4', ' 2001', ' 05:06:07', '\xe9', ''];

/** No dates at all. */
const NONSENSE = [
  '',
  '0',
  '-1',
  'now',
  'never',
  'session',
  '1798761600',
  '2040-01-01T00:00:00Z',
  '01/01/2040 00:00:00',
];

/** An `Expires` value. */
function expires(random, now) {
  const way = random.below(20);
  if (way < 10) return random.pick(FORMATS)(partsOf(instant(random, now)));
  if (way === 10) return 'Thu, 01 Jan 1970 00:00:00 GMT';
  if (way === 11) return random.pick(NONSENSE);
  return mutated(random, partsOf(instant(random, now, random.pick([24 * 45, 24 * 100, 24 * 300]))));
}

/** A date of which some parts are odd, in odd order and with odd separators. */
function mutated(random, parts) {
  const names = ['day', 'month', 'year', 'clock'];
  const changed = { ...parts };
  for (let count = random.below(3); count > 0; count--) {
    const name = random.pick(names);
    changed[name] = random.pick(ODD[name]);
  }
  if (random.chance(0.3)) names.sort(() => random.next() - 0.5);
  if (random.chance(0.1)) names.push(random.pick(names));
  let text = random.chance(0.5) ? `${parts.weekday}, ` : '';
  const usual = random.chance(0.6) ? ' ' : random.pick(SEPARATORS);
  for (const name of names) {
    text += changed[name] + (random.chance(0.04) ? random.pick(NO_SEPARATORS) : usual);
  }
  return text + random.pick(TAILS);
}

const ZONES = ['GMT', '', 'UTC', 'Z', '+0000', '+0100', '-0200', 'PST', 'EST', 'garbage'];

/** A `Date` header of a server whose clock goes ahead or behind by whole hours. */
function serverDate(random, now) {
  const time = now + (random.chance(0.5) ? 1 : -1) * random.pick([0, 1, 2, 24, 24 * 7]) * HOUR;
  const parts = partsOf(time);
  const way = random.below(10);
  if (way < 6) return random.pick(FORMATS)(parts);
  if (way === 6) return random.pick(['', 'x', '0', '-1', 'never', '1798761600']);
  if (way === 7) return new Date(time).toISOString().slice(0, random.pick([19, 24]));
  const { weekday, day, month, year, clock } = parts;
  const text = `${day} ${random.pick([month, month.toLowerCase(), `${month}ember`])} ${year} ${clock} ${random.pick(ZONES)}`;
  return random.chance(0.5) ? `${random.pick([weekday, 'Xxx', 'Sun'])}, ${text}` : text;
}

module.exports = { FORMATS, HOUR, expires, partsOf, serverDate };
