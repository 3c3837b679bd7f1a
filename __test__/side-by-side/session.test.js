'use strict';

const { isReason } = require('../helpers/promises');
const { Original, Ours, START, SessionPool, plain } = require('../helpers/sides');
const { DIFFERENCES } = require('./differences');

const SCENARIOS = {
  usage: require('./scenarios/usage'),
  options: require('./scenarios/options'),
  events: require('./scenarios/events'),
  cookies: require('./scenarios/cookies'),
  state: require('./scenarios/state'),
  errors: require('./scenarios/errors'),
};

const clock = { advance: (ms) => jest.advanceTimersByTime(ms) };

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});

afterEach(() => {
  jest.useRealTimers();
});

/** What one class does in a scenario: with a pool of its own, from the same moment on. */
function outcome(scenario, Session) {
  jest.setSystemTime(START);
  const result = scenario.run(Session, new SessionPool(), clock);
  if (result === undefined) throw new Error('The scenario has no result to compare');
  return plain(result);
}

// Promises: S1, S7, S11, S12, S13, S15, P1
describe('what both classes share', () => {
  for (const [topic, scenarios] of Object.entries(SCENARIOS)) {
    test.each(scenarios.map((scenario) => [scenario.name, scenario]))(`${topic}: %s`, (_, scenario) => {
      const original = outcome(scenario, Original);
      expect(outcome(scenario, Ours)).toEqual(original);
    });
  }
});

// Promises: S1, S2, S3, S4, S6, S7, S11, S14, S16, C1, C2, C3, C4, C5, C6, C7, C8, C10, C12, C14, C19, C21, C22, P1, P2, P4, J10, J11, J12, J15, E1
describe('deliberate differences', () => {
  test.each(DIFFERENCES.map((difference) => [difference.name, difference]))('%s', (_, difference) => {
    expect(outcome(difference, Original)).toEqual(plain(difference.original));
    expect(outcome(difference, Ours)).toEqual(plain(difference.ours));
  });

  test('each has a name of its own, a reason, and two results that differ', () => {
    expect(new Set(DIFFERENCES.map(({ name }) => name)).size).toBe(DIFFERENCES.length);
    for (const { reason, original, ours } of DIFFERENCES) {
      expect({ reason, isReason: isReason(reason) }).toEqual({ reason, isReason: true });
      expect(plain(ours)).not.toEqual(plain(original));
    }
  });
});
