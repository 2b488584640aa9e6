/**
 * Which repository on GitHub may deploy, and as what. Each stage gets a stack `<stage>-deploy-role` with the OpenID Connect
 * provider of GitHub (where the account has none yet) and one role a purpose; `npx udp-service trust <stage>` deploys it,
 * and no workflow ever does. A role can do nothing but assume roles of the CDK bootstrap stack.
 *
 * @see https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/trust.md
 */
export interface TrustOptions {
  /**
   * The repository, `owner/name`, spelled as GitHub shows it.
   */
  readonly repository?: string;

  /**
   * GitHub's number of the repository's owner. With both numbers the roles trust this very repository, and no other that
   * gets its name one day. `npx udp-service trust <stage>` finds them and writes them here. Where AWS reads no claim but the
   * subject (GovCloud, China, ghe.com, an issuer of one's own), the roles need both numbers.
   *
   * @default - the name is trusted, whoever has it; refused where AWS reads no claim but the subject
   */
  readonly ownerId?: number;

  /**
   * GitHub's number of the repository.
   *
   * @default - the name is trusted, whoever has it
   */
  readonly repositoryId?: number;

  /**
   * Whether pull requests from branches of the repository may read what is deployed, so that `diff` can compare with it.
   * Whoever may push a branch can then read, through the lookup role of the CDK, nearly everything in the account but what
   * is encrypted by keys of KMS. Pull requests from forks never can.
   *
   * @default false
   */
  readonly pullRequests?: boolean;

  /**
   * Workflows that may assume the deploy role: names of files in `.github/workflows`, or whole references such as
   * `acme/workflows/.github/workflows/deploy.yml@refs/heads/main`. Where AWS does not read the claim (another host than
   * github.com, another partition than `aws`), the environment alone decides, and a warning says so.
   *
   * @default - those that this type generates
   */
  readonly workflows?: string[];

  /**
   * Issuer of the tokens, without `https://`: for an enterprise on github.com with an issuer of its own
   * (`token.actions.githubusercontent.com/acme`).
   *
   * @default - that of the host
   */
  readonly issuer?: string;
}
