/** An action pinned to the commit of a release, with the place where the commit was read. */
export interface PinnedAction {
  readonly action: string;
  readonly sha: string;
  readonly version: string;
  readonly source: string;
}

/** Every action a generated workflow uses. A commit is changed only together with its version and source. */
export const ACTIONS = {
  checkout: {
    action: 'actions/checkout',
    sha: '3d3c42e5aac5ba805825da76410c181273ba90b1',
    version: 'v7.0.1',
    source: "projen's ActionRefs.ACTIONS_CHECKOUT",
  },
  setupNode: {
    action: 'actions/setup-node',
    sha: '820762786026740c76f36085b0efc47a31fe5020',
    version: 'v7.0.0',
    source: 'tag v7.0.0 of the repository',
  },
  uploadArtifact: {
    action: 'actions/upload-artifact',
    sha: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a',
    version: 'v7.0.1',
    source: "projen's ActionRefs.ACTIONS_UPLOAD_ARTIFACT",
  },
  downloadArtifact: {
    action: 'actions/download-artifact',
    sha: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
    version: 'v8.0.1',
    source: "projen's ActionRefs.ACTIONS_DOWNLOAD_ARTIFACT",
  },
  configureAwsCredentials: {
    action: 'aws-actions/configure-aws-credentials',
    sha: 'e6de054238d6b7531b4efff3b6587d9aade6a06c',
    version: 'v6.2.3',
    source: 'tag v6.2.3 of the repository',
  },
  createGithubAppToken: {
    action: 'actions/create-github-app-token',
    sha: '1b10c78c7865c340bc4f6099eb2f838309f1e8c3',
    version: 'v3.1.1',
    source: 'tag v3.1.1 of the repository',
  },
  // actions/attest-build-provenance is a composite around this one since v4, and would take it from its author past a mirror
  attest: {
    action: 'actions/attest',
    sha: '1e69f48acb82d1966a394da916b4c1698aa569d6',
    version: 'v4.2.2',
    source: 'tag v4.2.2 of the repository',
  },
} as const satisfies Readonly<Record<string, PinnedAction>>;

export type ActionName = keyof typeof ACTIONS;

/** A pin for each of them. */
export type Actions = Readonly<Record<ActionName, PinnedAction>>;

/**
 * GitHub Enterprise Server has no artifacts of the fourth generation: the README of either action names these releases
 * for it.
 */
export const ACTIONS_ON_SERVER: Actions = {
  ...ACTIONS,
  uploadArtifact: {
    action: 'actions/upload-artifact',
    sha: 'c24449f33cd45d4826c6702db7e49f7cdb9b551d',
    version: 'v3.2.1-node20',
    source: 'tag v3.2.1-node20 of the repository',
  },
  downloadArtifact: {
    action: 'actions/download-artifact',
    sha: 'ad191675b41f6a5b46da9a048cb6893812da158b',
    version: 'v3.1.0-node20',
    source: 'tag v3.1.0-node20 of the repository',
  },
};

/** What stands behind `uses:`, and in the comment behind that. */
export interface ActionReference {
  readonly uses: string;
  /** Version of a commit; absent where `uses` names it. */
  readonly version?: string;
}

/** The commit of a pinned action, in its author's repository or in a copy of it. */
export function referenceTo({ action, sha, version }: PinnedAction, repository: string = action): ActionReference {
  return { uses: `${repository}@${sha}`, version };
}

/** Appends the version to every pinned action of a workflow file, as reviewers and update bots read it. */
export function commentVersions(
  workflow: string,
  references: readonly ActionReference[] = Object.values<PinnedAction>(ACTIONS).map((pinned) => referenceTo(pinned)),
): string {
  const versions = new Map(references.map(({ uses, version }) => [uses, version]));
  return workflow.replace(/^(\s*(?:- )?uses: )(\S+)$/gm, (line, _key, uses) => {
    const version = versions.get(uses);
    return version === undefined ? line : `${line} # ${version}`;
  });
}
