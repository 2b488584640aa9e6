const { default: Sequencer } = require('@jest/test-sequencer');

/** Tiers by how long one file of them takes at most. */
const TIERS = ['e2e', 'commands', 'blueprint', 'unit'];

/**
 * Starts the tests end to end before all others, then those that start processes. On a fresh clone jest knows no durations
 * and goes by the size of a file; a test that takes minutes and begins last would have one processor work and the other
 * wait, and a test that waits for its processes leaves the processor to others as long as there are some.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const tier = (test) => TIERS.indexOf(test.context.config.displayName?.name);
    return super.sort(tests).sort((one, other) => tier(one) - tier(other));
  }
};
