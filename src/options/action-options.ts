/**
 * Another reference of one action.
 */
export interface ActionPinOptions {
  /**
   * The action as the template calls it, for example `actions/checkout`.
   */
  readonly action: string;

  /**
   * What stands behind `uses:`: `owner/repository@` and a full commit SHA, or the tag of an immutable release.
   */
  readonly uses: string;

  /**
   * Version of the commit, for example `v7.0.1`; it stands as a comment behind the SHA. Required with one.
   *
   * @default - the tag
   */
  readonly version?: string;

  /**
   * Whether `uses` names the tag of a release that GitHub shows as immutable: its tag cannot be moved.
   *
   * @default false
   * @see https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
   */
  readonly immutable?: boolean;
}

/**
 * Where actions come from, and which commit of them.
 */
export interface ActionsOptions {
  /**
   * Copies of the actions' repositories, with their commits: an organisation (`acme-actions` for
   * `acme-actions/checkout`), or a pattern with `{owner}` and `{repository}` (`acme/{owner}-{repository}`).
   *
   * @default - the repositories of their authors
   */
  readonly mirror?: string;

  /**
   * Actions with a reference of their own; the mirror does not apply to them.
   *
   * @default - the commits that the template pins
   */
  readonly pins?: ActionPinOptions[];
}
