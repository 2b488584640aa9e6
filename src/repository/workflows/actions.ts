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
} as const satisfies Readonly<Record<string, PinnedAction>>;

/** What stands behind `uses:`. */
export function uses({ action, sha }: PinnedAction): string {
  return `${action}@${sha}`;
}

/** Appends the version to every pinned action of a workflow file, as reviewers and update bots read it. */
export function commentVersions(workflow: string): string {
  return Object.values<PinnedAction>(ACTIONS).reduce(
    (text, pinned) => text.replaceAll(`uses: ${uses(pinned)}\n`, `uses: ${uses(pinned)} # ${pinned.version}\n`),
    workflow,
  );
}
