/** Where the acceptances of a report come from. */
export interface Acceptances {
  /** The file that was read. @default - none */
  readonly file?: string;
  /** Why the file that lies there was not read, as a sentence without its full stop. */
  readonly unread?: string;
}
