/** A run of GitHub Actions, as far as its token tells of it. */
export interface GitHubRun {
  readonly owner: string;
  readonly ownerId: number;
  readonly repository: string;
  readonly repositoryId: number;
  /** Whether the repository sends its numbers in the subject. */
  readonly immutable: boolean;
  /** What the subject ends with: `environment:prod`, `pull_request`, `ref:refs/heads/main`. */
  readonly context: string;
  /** What stands behind the name in a subject that the repository has made up of claims of its choice. @default - context */
  readonly subject?: string;
  /** File of the workflow. */
  readonly workflow: string;
  /** Ref that the workflow's file is read from. */
  readonly ref: string;
}

/** The claims of a run's token. GitHub writes the colons of names as `%3A`. */
export function tokenOf(run: GitHubRun): Readonly<Record<string, string>> {
  const { owner, ownerId, repository, repositoryId, immutable, context, workflow, ref, subject } = run;
  const [kind, ...rest] = context.split(':');
  const value = rest.length === 0 ? '' : `:${rest.join(':').replace(/:/g, '%3A')}`;
  const name = immutable ? `${owner}@${ownerId}/${repository}@${repositoryId}` : `${owner}/${repository}`;
  return {
    aud: 'sts.amazonaws.com',
    sub: `repo:${name}:${subject ?? `${kind}${value}`}`,
    repository: `${owner}/${repository}`,
    repository_id: String(repositoryId),
    repository_owner: owner,
    ref: refOf(context, ref),
    ...(kind === 'environment' ? { environment: rest.join(':') } : {}),
    job_workflow_ref: `${owner}/${repository}/.github/workflows/${workflow}@${ref}`,
  };
}

/** The ref of the run: what the subject names, else the one that the workflow's file is read from. */
function refOf(context: string, ref: string): string {
  return context.startsWith('ref:') ? context.slice('ref:'.length) : ref;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const OPERATORS: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: (pattern, value) => {
    const source = pattern
      .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    return new RegExp(`^${source}$`, 's').test(value);
  },
};

/**
 * Whether a trust policy lets a token of the issuer in, decided as IAM decides: every key of every operator has to match,
 * one of its values is enough, and a claim that is absent, or that AWS does not read, matches nothing.
 */
export function lets(
  policy: { readonly Statement: readonly Statement[] },
  issuer: string,
  token: Readonly<Record<string, string>>,
): boolean {
  return policy.Statement.some(
    ({ Effect, Action, Condition }) =>
      Effect === 'Allow' &&
      Action === 'sts:AssumeRoleWithWebIdentity' &&
      Object.entries(Condition).every(([operator, keys]) => {
        const matches = OPERATORS[operator];
        if (!matches) throw new Error(`the evaluation does not know the operator ${operator}`);
        return Object.entries(keys).every(([key, values]) => {
          const value = key.startsWith(`${issuer}:`) ? token[key.slice(issuer.length + 1)] : undefined;
          return value !== undefined && [values].flat().some((pattern) => matches(pattern, value));
        });
      }),
  );
}
