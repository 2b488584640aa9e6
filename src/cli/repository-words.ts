import { packageManagerFor, worded } from '../package-managers';

/**
 * A text with its commands as the package manager of the repository is told them. What cannot be found out about the
 * repository is no reason not to tell what went wrong.
 */
export function inCommandsOfRepository(text: string): string {
  try {
    return worded(text, packageManagerFor(process.cwd()));
  } catch {
    return text;
  }
}
