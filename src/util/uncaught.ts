import { fileErrorText } from './file-error';

/**
 * Ends the process by an error that nobody catches with the error alone: Node.js shows a line of this package around it, and
 * its own version behind.
 *
 * @param isDone whether an error says that the process has done what it was started for
 */
export function endByErrorAlone(isDone: (error: unknown) => boolean = () => false): void {
  process.on('uncaughtException', (error) => {
    if (isDone(error)) process.exit(0);
    console.error(fileErrorText(error, process.cwd()) ?? error);
    process.exit(1);
  });
}
