/**
 * Ends the process that runs `.projenrc` by an error that nobody catches with what helps alone: Node.js shows a line of this
 * package around it, and its own version behind.
 *
 * @param isDone whether an error says that the process has done what it was started for
 */
export function endByErrorAlone(isDone: (error: unknown) => boolean = () => false): void {
  process.on('uncaughtException', (error) => {
    if (isDone(error)) process.exit(0);
    // the scanners are large, and most runs have nothing to tell
    const { tellSynthFailure } = require('./synth-failure') as typeof import('./synth-failure');
    process.exit(tellSynthFailure(error, process.env));
  });
}
