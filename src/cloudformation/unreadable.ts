import { ExpectedError } from '../util/expected-error';

/** A template or an assembly that cannot be used; the message names the file, the cause and the remedy. */
export class UnreadableInput extends ExpectedError {
  public constructor(subject: string, cause: string, remedy: string) {
    super(`${subject}: ${cause}. ${remedy}.`);
    this.name = 'UnreadableInput';
  }
}
