import { github } from 'projen';
import { action, checkout, installLocked, PackageWorkflow, setupNode } from './package-workflow';

const { JobPermission } = github.workflows;
type JobStep = github.workflows.JobStep;

/** The npm that publishes, locked by version and digest. */
export const PUBLISHER_FOLDER = '.github/publish';

/** The environment that publishes: it admits the default branch alone, and npm trusts this workflow in it alone. */
export const RELEASE_ENVIRONMENT = 'release';

/** What a release consists of, and the output of the packing job that holds its digest. */
const FILES = { 'package.tgz': 'package', 'sbom.cdx.json': 'sbom', 'notes.md': 'notes' } as const;

const IS_RELEASE = "github.ref == 'refs/heads/main' && needs.package.outputs.release == 'true'";

/**
 * Publishes what is on the default branch. What is packed here has the locked dependencies alone beside it; the jobs that
 * may publish run nothing of the repository, and take no file whose digest that job did not tell.
 */
export class ReleaseWorkflow extends PackageWorkflow {
  public constructor(scope: github.GitHub) {
    super(scope, 'release', { limitConcurrency: true });
    this.on({ push: { branches: ['main'] }, workflowDispatch: {} });
    this.addPackJob();
    this.addPublishJob();
    this.addGitHubReleaseJob();
  }

  private addPackJob(): void {
    const output = (stepId: string, outputName: string) => ({ stepId, outputName });
    this.addPackageJob('package', {
      name: 'Pack the release',
      permissions: { contents: JobPermission.READ },
      timeoutMinutes: 30,
      env: { CI: 'true' },
      outputs: {
        release: output('candidate', 'release'),
        version: output('candidate', 'version'),
        artifact: output('upload', 'artifact-id'),
        ...Object.fromEntries(Object.values(FILES).map((name) => [name, output('digests', name)])),
      },
      steps: [
        checkout({ 'fetch-depth': 0 }),
        setupNode(),
        installLocked(),
        { id: 'pack', name: 'Pack, with the list of what is bundled', run: 'npx --no-install projen release:pack' },
        {
          id: 'candidate',
          name: 'Find out whether this is a release',
          run: [
            'version=$(cat dist/release/version.txt)',
            // an older commit than the newest one, by a run that was started again, is none
            'newest=$(git ls-remote origin refs/heads/main | cut --fields=1)',
            'release=true',
            'if git rev-parse --quiet --verify "refs/tags/v$version" > /dev/null; then release=false; fi',
            'if [ "$newest" != "$GITHUB_SHA" ]; then release=false; fi',
            'echo "version=$version" >> "$GITHUB_OUTPUT"',
            'echo "release=$release" >> "$GITHUB_OUTPUT"',
          ].join('\n'),
        },
        {
          id: 'digests',
          name: 'Tell the digests',
          run: [
            '{',
            ...Object.entries(FILES).map(
              ([file, name]) => `  echo "${name}=$(sha256sum dist/release/${file} | cut --delimiter=' ' --fields=1)"`,
            ),
            '} >> "$GITHUB_OUTPUT"',
          ].join('\n'),
        },
        action('upload', 'Keep the release', 'uploadArtifact', {
          name: 'release',
          path: 'dist/release',
          'if-no-files-found': 'error',
          'retention-days': 30,
          overwrite: true,
        }),
      ],
    });
  }

  private addPublishJob(): void {
    this.addPackageJob('publish', {
      name: 'Publish to npm',
      needs: ['package'],
      if: IS_RELEASE,
      environment: { name: RELEASE_ENVIRONMENT },
      // the identity of this workflow is what npm trusts; there is no token
      permissions: { contents: JobPermission.READ, idToken: JobPermission.WRITE },
      timeoutMinutes: 15,
      steps: [
        checkout({ 'sparse-checkout': PUBLISHER_FOLDER }),
        setupNode(),
        installLocked(PUBLISHER_FOLDER),
        ...this.takeRelease(),
        {
          id: 'publish',
          name: 'Publish the tarball with its provenance',
          env: { VERSION: '${{ needs.package.outputs.version }}' },
          run: [
            `npm=${PUBLISHER_FOLDER}/node_modules/.bin/npm`,
            'ours="sha512-$(openssl dgst -sha512 -binary release/package.tgz | base64 --wrap=0)"',
            // a run that was started again goes on where it was, and a version that holds something else is a failure
            'theirs=$("$npm" view "projen-udp-service@$VERSION" dist.integrity 2> /dev/null || true)',
            'if [ -z "$theirs" ]; then',
            '  "$npm" publish release/package.tgz --provenance --access public --ignore-scripts',
            'elif [ "$theirs" = "$ours" ]; then',
            '  echo "projen-udp-service $VERSION is published already, with this content."',
            'else',
            '  echo "::error::projen-udp-service $VERSION is published already, with another content."',
            '  exit 1',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }

  private addGitHubReleaseJob(): void {
    this.addPackageJob('github', {
      name: 'Make the GitHub release',
      needs: ['package', 'publish'],
      if: IS_RELEASE,
      permissions: { contents: JobPermission.WRITE },
      timeoutMinutes: 10,
      steps: [
        ...this.takeRelease(),
        {
          id: 'release',
          name: 'Make the release with its notes and files',
          env: {
            GH_TOKEN: '${{ github.token }}',
            GH_REPO: '${{ github.repository }}',
            VERSION: '${{ needs.package.outputs.version }}',
          },
          run: [
            'if gh release view "v$VERSION" > /dev/null 2>&1; then',
            '  echo "The release v$VERSION exists already."',
            '  exit 0',
            'fi',
            'mv release/package.tgz "projen-udp-service-$VERSION.tgz"',
            'mv release/sbom.cdx.json "projen-udp-service-$VERSION.cdx.json"',
            'gh release create "v$VERSION" --target "$GITHUB_SHA" --title "v$VERSION" --notes-file release/notes.md "projen-udp-service-$VERSION.tgz" "projen-udp-service-$VERSION.cdx.json"',
          ].join('\n'),
        },
      ],
    });
  }

  /** Brings what the packing job has kept, and goes on with nothing else. */
  private takeRelease(): JobStep[] {
    const variable = (name: string) => name.toUpperCase();
    return [
      action('download', 'Bring the release', 'downloadArtifact', {
        'artifact-ids': '${{ needs.package.outputs.artifact }}',
        path: 'release',
      }),
      {
        id: 'check',
        name: 'Check the digests',
        env: Object.fromEntries(
          Object.values(FILES).map((name) => [variable(name), `\${{ needs.package.outputs.${name} }}`]),
        ),
        run: [
          `sha256sum --check --strict <<< "$(printf '%s  %s\\n'`,
          ...Object.entries(FILES).map(([file, name]) => `"$${variable(name)}" release/${file}`),
        ]
          .join(' ')
          .concat(')"'),
      },
    ];
  }
}
