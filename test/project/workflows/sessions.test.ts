import type { StageOptions, TrustOptions, UdpServiceProjectOptions } from '../../../src';
import { resolveWorkflowSettings } from '../../../src/project/workflows/settings';
import { resolveService } from '../../../src/service/resolve';
import { problemsOf } from '../../support/problems';
import { synthesize } from '../../support/synthesized';
import { parseWorkflow } from '../../support/workflow-model';

const RUNNER = { standard: { labels: ['self-hosted'] }, arm64: { labels: ['self-hosted'] } };
const TRUST: TrustOptions = { repository: 'octo-org/dns', ownerId: 1, repositoryId: 2 };
const DEV: StageOptions = { name: 'dev', account: '111122223333', region: 'eu-west-1' };

const optionsOf = (timeouts: Record<string, number>, more: Partial<UdpServiceProjectOptions> = {}) => ({
  name: 'dns',
  stages: [DEV],
  trust: TRUST,
  workflows: { timeouts, runners: RUNNER },
  ...more,
});
const refused = (timeouts: Record<string, number>, more?: Partial<UdpServiceProjectOptions>) => {
  const options = optionsOf(timeouts, more);
  return problemsOf(() => resolveWorkflowSettings(options, resolveService(options).service));
};

/** Seconds that each step which assumes a role asks for. */
function asked(name: string, options: Partial<UdpServiceProjectOptions>): Record<string, unknown> {
  const { jobs } = parseWorkflow(String(synthesize(options)[`.github/workflows/${name}.yml`]));
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return Object.fromEntries(
    steps.flatMap(({ id = '', with: inputs }) =>
      inputs?.['role-to-assume'] === undefined ? [] : [[id, inputs['role-duration-seconds']]],
    ),
  );
}

test('the job asks for credentials that live as long as it may', () => {
  const { workflows, ...options } = optionsOf({ deploy: 180 });
  const at = { ...options, workflows: { timeouts: workflows.timeouts } };
  expect(asked('deploy', at)).toEqual({ credentials: 10_800 });
  expect(asked('rollback', at)).toEqual({ credentials: 3600 });
  expect(asked('drift', at)).toEqual({ credentials: 1200, lookup_role: 1200 });
  const ten = optionsOf({ deploy: 10 });
  expect(asked('deploy', { ...ten, workflows: { timeouts: { deploy: 10 } } })).toEqual({ credentials: 900 });
});

test.each([
  ['deploy', 721, /IAM lets a role be assumed for 720 minutes at most/],
  ['rollback', 7200, /720 minutes at most/],
  ['drift', 61, /AWS ends such a session after 60 minutes \(role chaining\)/],
])('a time-out of %s that no credentials outlive is refused: %d', (workflow, minutes, cause) => {
  expect(refused({ [workflow]: minutes })).toMatchObject([
    { subject: `workflows.timeouts.${workflow}`, value: minutes, cause: expect.stringMatching(cause) },
  ]);
});

test('that of pull requests is refused where they have a role, and only there', () => {
  const [{ subject }] = refused({ diff: 721 }, { trust: { ...TRUST, pullRequests: true } });
  expect(subject).toBe('workflows.timeouts.diff');
  const without = optionsOf({ diff: 721 });
  expect(resolveWorkflowSettings(without, resolveService(without).service).settings.timeouts.diff).toBe(721);
});

test('the longest that is possible is accepted', () => {
  const options = optionsOf({ deploy: 720, rollback: 720, drift: 60 });
  const { service } = resolveService(options);
  expect(resolveWorkflowSettings(options, service).settings.timeouts.deploy).toBe(720);
  expect(service.stages[0].trust?.roles[0].maxSessionSeconds).toBe(43_200);
});

test('a role that is made elsewhere has to admit the session, and the user is told', () => {
  const stages = [{ ...DEV, deployRoleArn: 'arn:aws:iam::111122223333:role/central' }];
  expect(resolveService(optionsOf({ deploy: 180 }, { stages })).warnings).toEqual([
    expect.stringMatching(/deployRoleArn: .*role\/central.* 10800 seconds .*MaxSessionDuration/),
  ]);
  expect(resolveService(optionsOf({ deploy: 60 }, { stages })).warnings).toEqual([]);
});
