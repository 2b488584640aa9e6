/**
 * Something outside this program that cannot be used: a command line, an input, an answer. The message names the value,
 * the cause and the remedy; nobody needs to see where in the program it was noticed.
 */
export class ExpectedError extends Error {}
