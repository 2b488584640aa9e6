import { ExpectedError } from '../../util/expected-error';

/** An upgrade cannot go on; the message says why, in a sentence that begins a title as well: `upgrade blocked: …`. */
export class UpgradeBlocked extends ExpectedError {
  /** @param remedy what to do, where the reason does not say it */
  public constructor(
    reason: string,
    public readonly remedy?: string,
  ) {
    super(reason);
  }
}
