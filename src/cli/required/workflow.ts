import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { DEFAULT_PACKAGE_MANAGER, INTEGRITY, installedIntegrity, integrityByHand } from '../../package-managers';
import { ACTIONS, type ActionName, commentVersions, referenceTo } from '../../project/workflows/actions';
import { resolveActions } from '../../project/workflows/settings/actions';
import { checkAddress, checkToken } from '../../project/workflows/settings/forms';
import { hostOf } from '../../project/workflows/settings/host';
import { JOB_TOKEN, secret } from '../../project/workflows/settings/model';
import { Checks } from '../../service/resolve/checks';
import { optionsError, Problems } from '../../util/problems';
import { UserError } from '../../util/user-error';

/** This package, as it is installed. */
const PACKAGE = join(__dirname, '..', '..', '..');
const SOURCE = join(PACKAGE, 'blueprint', 'organisation', 'udp-service-required.yml');

/** Step that installs what a side has locked, the only one that needs tokens of registries. */
const INSTALL_STEP = 'install';

export interface RequiredWorkflowOptions {
  readonly integrity?: string;
  readonly registry: string;
  readonly npmToken?: readonly string[];
  readonly runsOn: readonly string[];
  readonly host: string;
  readonly mirror?: string;
}

interface Step {
  readonly id: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly 'runs-on': unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The workflow that an organisation requires, with this version of the package as the one that judges. */
export function requiredWorkflow(directory: string, options: RequiredWorkflowOptions): string {
  const actions = checked(options);
  const { name, version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Record<string, string>;
  const source = readFileSync(SOURCE, 'utf8');
  const { env, jobs, ...workflow } = parse(source) as Workflow;
  const tokens = Object.fromEntries((options.npmToken ?? []).map((token) => [token, secret(token)]));
  const step = (one: Step): Step => ({
    ...one,
    ...(one.uses === undefined ? {} : { uses: actions[actionNamed(one.uses)].uses }),
    ...(one.id === INSTALL_STEP ? { env: { ...one.env, ...tokens } } : {}),
  });
  const packages: Job['permissions'] = JOB_TOKEN in tokens ? { packages: 'read' } : {};
  const job = ({ steps, permissions, ...one }: Job): Job => ({
    ...one,
    'runs-on': options.runsOn,
    permissions: { ...permissions, ...packages },
    steps: steps.map(step),
  });
  const text = stringify(
    {
      ...workflow,
      env: {
        ...env,
        TEMPLATE: `${name}@${version}`,
        TEMPLATE_INTEGRITY: integrityOf(directory, name, version, options.integrity),
        TEMPLATE_REGISTRY: options.registry,
      },
      jobs: Object.fromEntries(Object.entries(jobs).map(([id, one]) => [id, job(one)])),
    },
    // Not every host knows anchors, so each job gets its own copy of what the jobs share.
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
  return `${/^(#.*\n)*/.exec(source)?.[0]}${commentVersions(text, Object.values(actions))}`;
}

/** References of the actions, where every option can be used. */
function checked({ host, mirror, registry, npmToken = [], runsOn }: RequiredWorkflowOptions) {
  const problems = new Problems();
  const checks = new Checks(problems, (path) => `--${path}`);
  checkAddress('registry', registry, checks, 'https://registry.npmjs.org');
  for (const token of npmToken) checkToken('npm-token', token, checks);
  for (const label of runsOn) {
    checks.text('runs-on', label, /^[A-Za-z0-9][A-Za-z0-9._:/@=-]*$/, 'the label of a runner', 'self-hosted');
  }
  const actions = resolveActions({ mirror }, hostOf(host), checks);
  if (problems.all.length === 0) return actions;
  throw optionsError(problems.all);
}

function actionNamed(reference: string): ActionName {
  const found = (Object.keys(ACTIONS) as ActionName[]).find((name) => referenceTo(ACTIONS[name]).uses === reference);
  if (found === undefined) throw new Error(`${SOURCE}: ${reference} is none of the pinned actions`);
  return found;
}

function integrityOf(directory: string, name: string, version: string, given: string | undefined): string {
  const integrity = given ?? installedIntegrity(directory, name, version);
  if (integrity !== undefined && INTEGRITY.test(integrity)) return integrity;
  const cause =
    integrity === undefined
      ? `${DEFAULT_PACKAGE_MANAGER.title} has not installed ${name}@${version} here`
      : 'is no SHA-512 of a lockfile';
  throw new UserError({
    subject: '--integrity',
    value: integrity,
    cause,
    remedy: `Give what this prints: ${integrityByHand(`${name}@${version}`)}`,
  });
}
