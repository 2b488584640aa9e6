/**
 * Says why something cannot be used to the code that asked, which decides what that means; it never reaches a user by
 * itself. The reason goes on a sentence whose subject is what was looked at.
 */
export class Refusal extends Error {
  public constructor(public readonly reason: string) {
    super(reason);
    this.name = new.target.name;
  }
}
