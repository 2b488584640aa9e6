/**
 * Who has to approve changes of what decides about deployments: options, dependencies, workflows and acknowledgements.
 * Written into `.github/CODEOWNERS`; GitHub asks for the approval where a rule of the main branch requires the review of
 * code owners.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export interface CodeOwnersOptions {
  /**
   * Users (`@octocat`), teams (`@octo-org/platform`) or addresses of mail.
   */
  readonly owners: string[];

  /**
   * Owners of other files, by pattern. A later pattern takes the place of an earlier one; those of `owners` come last.
   *
   * @default - none
   */
  readonly further?: Record<string, string[]>;
}
