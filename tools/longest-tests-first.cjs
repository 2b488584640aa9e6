const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Starts the tests end to end before all others. On a fresh clone jest knows no durations and goes by the size of a file;
 * a test end to end that begins last would have one processor work and the other wait.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const endToEnd = (test) => test.context.config.displayName?.name === 'e2e';
    const sorted = super.sort(tests);
    return [...sorted.filter(endToEnd), ...sorted.filter((test) => !endToEnd(test))];
  }
};
