/** A migration cannot be applied or reverted; the message says what, why and what to do. */
export class MigrationError extends Error {}
