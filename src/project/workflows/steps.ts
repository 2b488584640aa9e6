import { github } from 'projen';
import { ASSEMBLY_ARTIFACT, RECORD } from '../../delivery/kept';
import { type Command, INSTALL_RELEASE, PACKAGE_MANAGER_FOLDER, RELEASE_NPMRC, shell } from '../../package-managers';
import { sessionSeconds } from '../../service/resolve/sessions';
import { EJECTED_ASSEMBLY_CHECK } from '../assembly-check';
import { ASSEMBLY } from '../cdk-tasks';
import { type Wording, wordingOf } from '../document-wording';
import type { ActionName } from './actions';
import { digestFrom, digestOutputs, tellDigest, verifyDigest } from './digests';
import { JOB_TOKEN, secret, type WorkflowSettings } from './settings';

const { JobPermission } = github.workflows;
type JobStep = github.workflows.JobStep;
type Environment = Readonly<Record<string, string>>;

/** The assembly travels as one tar: an uploaded folder would lose file modes and dotfiles. */
export const ASSEMBLY_TAR = `${ASSEMBLY}.tgz`;
const ASSEMBLY_DIGEST = 'assembly_sha256';
const PACK_STEP = 'pack_assembly';

/** Outputs of every job that keeps an assembly for others. */
export const ASSEMBLY_OUTPUTS = digestOutputs(ASSEMBLY_DIGEST, PACK_STEP);

/** Days after which GitHub ends a run that waits for an approval. */
export const LONGEST_APPROVAL = 30;

/** A file that is kept. */
interface Artifact {
  readonly name: string;
  readonly path: string;
  readonly days: number;
}

/**
 * Whether the run may have secrets and more than a reading token: not where it was started by a pull request from a fork
 * or by Dependabot.
 */
export const IS_TRUSTED =
  "github.actor != 'dependabot[bot]' && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)";

/** The environment of the repository's commands in every job. */
export function environmentOf({ packageManager, npmTokens }: WorkflowSettings): Environment {
  // only the installation gets the tokens
  const tokens = packageManager.needsTokens ? npmTokens : [];
  return {
    CI: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    ...Object.fromEntries(tokens.map((name) => [name, ''])),
  };
}

/** What the GitHub CLI needs to act as the job on its own repository, on any host. */
export function githubCli({ host }: WorkflowSettings): Environment {
  const token = host.kind === 'server' ? 'GH_ENTERPRISE_TOKEN' : 'GH_TOKEN';
  return { [token]: '${{ github.token }}', GH_HOST: host.name, GH_REPO: '${{ github.repository }}' };
}

/** The steps that workflows share; their ids are public. */
export class Steps {
  /** How messages of workflows name commands and files. */
  public readonly wording: Wording;

  public constructor(
    private readonly settings: WorkflowSettings,
    private readonly ejected: boolean,
  ) {
    this.wording = wordingOf(settings.packageManager, ejected);
  }

  /** A program of a locked dependency with its arguments, as a line of a script. */
  public exec(...command: Command): string {
    return shell(...this.settings.packageManager.exec, ...command);
  }

  /** A task of the repository, as a line of a script. */
  public task(name: string): string {
    return this.ejected ? shell(...this.settings.packageManager.script, name) : this.exec('projen', name);
  }

  /** Checks the repository out without leaving a token behind. */
  public checkout(options: Readonly<Record<string, string | number | boolean>> = {}): JobStep {
    return this.action('checkout', 'Check out', 'checkout', { 'persist-credentials': false, ...options });
  }

  /** Node.js without a cache, which another job could have filled. */
  public setupNode(): JobStep {
    const { node } = this.settings;
    return this.action('setup_node', 'Set up Node.js', 'setupNode', {
      'node-version': node.version,
      'package-manager-cache': false,
      ...(node.mirror !== undefined && { mirror: node.mirror }),
    });
  }

  /** Node.js without a cache, and the locked dependencies without their scripts. */
  public install(): JobStep[] {
    const { packageManager, packageManagerRelease } = this.settings;
    const env = this.npmEnvironment();
    return [
      this.setupNode(),
      ...(packageManagerRelease
        ? [
            {
              id: 'setup_package_manager',
              name: 'Set up the package manager',
              env,
              run: [
                shell(...INSTALL_RELEASE),
                `echo "$PWD/${PACKAGE_MANAGER_FOLDER}/node_modules/.bin" >> "$GITHUB_PATH"`,
              ].join('\n'),
            },
          ]
        : []),
      { id: 'install', name: 'Install the locked dependencies', env, run: shell(...packageManager.installLocked) },
    ];
  }

  /** Keeps a file of the job; a second attempt of the run replaces what the first one kept. */
  public uploadArtifact(id: string, name: string, artifact: Artifact): JobStep {
    const { host } = this.settings;
    return this.action(id, name, 'uploadArtifact', {
      name: artifact.name,
      path: artifact.path,
      'if-no-files-found': 'error',
      'retention-days': artifact.days,
      // on a server the action is of the third generation, which always does
      ...(host.kind !== 'server' && { overwrite: true }),
    });
  }

  /** Brings what an earlier job has kept; of this run, unless another one is named. */
  public downloadArtifact(
    id: string,
    name: string,
    artifact: { name: string; path?: string; 'run-id'?: string; 'github-token'?: string },
  ): JobStep {
    return this.action(id, name, 'downloadArtifact', { ...artifact });
  }

  /** Brings everything that earlier jobs of the run have kept, a folder each. */
  public downloadArtifacts(id: string, name: string, path: string): JobStep {
    return this.action(id, name, 'downloadArtifact', { path });
  }

  /** Synthesizes the assembly, and lets it say which commit it is of. */
  public synthesize(): JobStep[] {
    return [
      { id: 'synth', name: 'Synthesize', run: this.task('synth:silent') },
      {
        id: 'record',
        name: 'Let the assembly say what it is of',
        run: `printf '{"commit":"%s","run":%s,"createdAt":"%s"}\\n' "$GITHUB_SHA" "$GITHUB_RUN_ID" "$(date --utc +%FT%TZ)" > ${ASSEMBLY}/${RECORD}`,
      },
    ];
  }

  /** Packs the assembly into one file, and tells its digest: no artifact is believed for its name. */
  public packAssembly(): JobStep {
    return {
      id: PACK_STEP,
      name: 'Pack the assembly',
      run: [`tar --create --gzip --file ${ASSEMBLY_TAR} ${ASSEMBLY}`, tellDigest(ASSEMBLY_TAR)].join('\n'),
    };
  }

  /** Keeps the assembly for the jobs of the run: an approval may take thirty days. */
  public uploadAssembly(days = LONGEST_APPROVAL): JobStep[] {
    return [
      this.packAssembly(),
      this.uploadArtifact('upload_assembly', 'Upload the assembly', {
        name: ASSEMBLY_ARTIFACT,
        path: ASSEMBLY_TAR,
        days,
      }),
    ];
  }

  /**
   * Brings the assembly that an earlier job of the run has kept, if it is the one whose digest that job has told.
   *
   * @param job the one that has packed it, with `ASSEMBLY_OUTPUTS`; this job needs it
   */
  public downloadAssembly(job: string): JobStep[] {
    const download = this.downloadArtifact('download_assembly', 'Download the assembly', { name: ASSEMBLY_ARTIFACT });
    return [
      download,
      {
        id: 'unpack_assembly',
        name: 'Verify and unpack the assembly',
        env: { ASSEMBLY_SHA256: digestFrom(job, ASSEMBLY_DIGEST) },
        run: this.ejected
          ? [
              verifyDigest(ASSEMBLY_TAR, 'ASSEMBLY_SHA256'),
              `tar --extract --gzip --no-same-owner --file ${ASSEMBLY_TAR}`,
              EJECTED_ASSEMBLY_CHECK,
            ].join('\n')
          : this.exec('udp-service', 'assembly', 'unpack', ASSEMBLY_TAR, '--output', ASSEMBLY),
      },
    ];
  }

  /**
   * Short-lived credentials of a role by OpenID Connect; the only credentials a workflow ever has. They last for the minutes
   * that are given, an hour where none are.
   */
  public assumeRole(
    role: { readonly roleArn: string; readonly region: string; readonly minutes?: number },
    step: { readonly id?: string; readonly name: string; readonly with?: NonNullable<JobStep['with']> },
  ): JobStep {
    return this.action(step.id ?? 'credentials', step.name, 'configureAwsCredentials', {
      'role-to-assume': role.roleArn,
      'role-session-name': 'gha-${{ github.run_id }}-${{ github.run_attempt }}',
      'aws-region': role.region,
      'allowed-account-ids': role.roleArn.split(':')[4],
      ...(role.minutes !== undefined && { 'role-duration-seconds': sessionSeconds(role.minutes) }),
      ...step.with,
    });
  }

  /** Logs in to the registries that images are built from; the role of Amazon ECR lends its credentials to that alone. */
  public logIn(): JobStep[] {
    return this.settings.containerRegistries.flatMap((registry) => {
      const { host } = registry;
      const suffix = host.replace(/\W/g, '_');
      const login = { id: `log_in_${suffix}`, name: `Log in to ${host}` };
      const docker = (user: string) => `docker login --username ${user} --password-stdin ${host}`;
      if (registry.kind === 'password') {
        return [
          {
            ...login,
            env: {
              REGISTRY_USER: registry.username ?? '${{ github.actor }}',
              REGISTRY_PASSWORD: secret(registry.passwordSecret),
            },
            run: `printf '%s' "$REGISTRY_PASSWORD" | ${docker('"$REGISTRY_USER"')}`,
          },
        ];
      }
      const role = this.assumeRole(registry, {
        id: `credentials_${suffix}`,
        name: `Assume the role that pulls from ${host}`,
        with: { 'output-credentials': true, 'output-env-credentials': false },
      });
      const output = (name: string) => `\${{ steps.${role.id}.outputs.${name} }}`;
      return [
        role,
        {
          ...login,
          env: {
            AWS_ACCESS_KEY_ID: output('aws-access-key-id'),
            AWS_SECRET_ACCESS_KEY: output('aws-secret-access-key'),
            AWS_SESSION_TOKEN: output('aws-session-token'),
          },
          run: `aws ecr get-login-password --region ${registry.region} | ${docker('AWS')}`,
        },
      ];
    });
  }

  /**
   * Environment of a step that asks registries for packages; undefined where none of them asks for a token. On forks there
   * are no tokens, and what the registries give to anybody is installed all the same.
   */
  public npmEnvironment(): Record<string, string> | undefined {
    const { npmTokens, packageManager } = this.settings;
    if (npmTokens.length === 0) return undefined;
    const tokens = Object.fromEntries(npmTokens.map((name) => [name, secret(name)]));
    if (packageManager.npmrc !== 'registries') return tokens;
    // the only file whose references to variables it follows; it would send a token that is empty, too
    const filled = npmTokens.filter((name) => name !== JOB_TOKEN).map((name) => `secrets.${name} != ''`);
    const file = [...filled, `'${RELEASE_NPMRC}'`].join(' && ');
    return { ...tokens, NPM_CONFIG_USERCONFIG: `\${{ ${file} || '' }}` };
  }

  /** Permissions that `install` needs beside those of the job. */
  public get installPermissions(): github.workflows.JobPermissions {
    return this.settings.npmTokens.includes(JOB_TOKEN) ? { packages: JobPermission.READ } : {};
  }

  /** Permissions that `logIn` needs beside those of the job. */
  public get logInPermissions(): github.workflows.JobPermissions {
    const { containerRegistries } = this.settings;
    const byToken = containerRegistries.some((one) => one.kind === 'password' && one.passwordSecret === JOB_TOKEN);
    return {
      ...(byToken && { packages: JobPermission.READ }),
      ...(containerRegistries.some(({ kind }) => kind === 'ecr') && { idToken: JobPermission.WRITE }),
    };
  }

  /** Tells the webhook, where there is one; the text may hold nothing that a user wrote. */
  public notify(text: string): JobStep[] {
    const { webhookSecret } = this.settings.notifications;
    if (webhookSecret === undefined) return [];
    return [
      {
        id: 'notify',
        name: 'Tell the webhook',
        env: {
          NOTIFICATION: `${text} \${{ github.server_url }}/\${{ github.repository }}/actions/runs/\${{ github.run_id }}`,
          WEBHOOK: secret(webhookSecret),
        },
        run: [
          'if [ -z "$WEBHOOK" ]; then',
          `  echo "::warning::The secret ${webhookSecret} is empty, so nobody is told."`,
          '  exit 0',
          'fi',
          'jq --null-input --arg text "$NOTIFICATION" \'{ $text }\' |',
          '  curl --fail --silent --show-error --max-time 30 --header \'Content-Type: application/json\' --data @- "$WEBHOOK"',
        ].join('\n'),
      },
    ];
  }

  /** One step with an action, at the reference that the repository uses. */
  private action(id: string, name: string, action: ActionName, inputs: NonNullable<JobStep['with']>): JobStep {
    return { id, name, uses: this.settings.actions[action].uses, with: inputs };
  }
}
