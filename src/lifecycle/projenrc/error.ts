/** Why a `.projenrc` file cannot be read or changed; the message names the file, the cause and the remedy. */
export class ProjenrcError extends Error {
  public constructor(path: string, cause: string, remedy: string) {
    super(`${path}: ${cause}. ${remedy}.`);
  }
}
