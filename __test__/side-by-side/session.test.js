'use strict';

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

describe('what both classes share', () => {
  for (const [topic, scenarios] of Object.entries(SCENARIOS)) {
    test.each(scenarios.map((scenario) => [scenario.name, scenario]))(`${topic}: %s`, (_, scenario) => {
      const original = outcome(scenario, Original);
      expect(outcome(scenario, Ours)).toEqual(original);
    });
  }
});

describe('deliberate differences of the contract', () => {
  test.each(DIFFERENCES.map((difference) => [difference.name, difference]))('%s', (_, difference) => {
    expect(outcome(difference, Original)).toEqual(plain(difference.original));
    expect(outcome(difference, Ours)).toEqual(plain(difference.ours));
  });

  test('each has a name of its own, a reason, and two results that differ', () => {
    expect(new Set(DIFFERENCES.map(({ name }) => name)).size).toBe(DIFFERENCES.length);
    for (const { reason, original, ours } of DIFFERENCES) {
      expect(reason).toMatch(/^(§\d|docs\/chrome\.md (\d|lastAccessed))/);
      expect(plain(ours)).not.toEqual(plain(original));
    }
  });
});
