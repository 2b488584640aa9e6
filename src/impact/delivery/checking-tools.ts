/** Tools that only look at the code: nothing of them reaches what is deployed. */
const CHECKING_TOOLS =
  /^(@types\/|@biomejs\/|@jest\/|eslint|@eslint|@stylistic\/|@typescript-eslint\/|jest$|jest-|ts-jest$|prettier$|commit-and-tag-version$)/;

/** Whether a dependency only looks at the code. */
export function isCheckingTool(name: string): boolean {
  return CHECKING_TOOLS.test(name);
}
