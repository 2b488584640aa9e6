import { mask } from '.';
import { redactionBy } from './redaction';

export { HIDDEN, type Redacted, type Redaction } from './redaction';

/** What every scanner knows of; programs that have to be small hide by `MARKED`. */
export const SCANNED = redactionBy(mask);
export const { value: redact, text: redactMessage } = SCANNED;
