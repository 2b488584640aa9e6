import { UserError } from '../util/user-error';

/**
 * The two sides could not be compared: exit code 2, and never the level `none`.
 *
 * The message names what could not be read, its cause and the remedy.
 */
export class ImpactError extends UserError {
  public constructor(subject: string, cause: string, remedy: string) {
    super({ subject, cause, remedy });
  }
}
