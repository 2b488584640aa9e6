import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowOf } from '../../src/clients/github/workflow';
import { readStageAssembly } from '../../src/delivery/assembly';
import { readChangeSet, unforeseen } from '../../src/delivery/deploy/change-set';
import { type Deployment, deployStage } from '../../src/delivery/deploy/deploy';
import { deployedMarkdown, stoppedMarkdown, stoppedText } from '../../src/delivery/deploy/report';
import { failureMarkdown } from '../../src/delivery/failure/report';
import { ROLES_PART } from '../../src/service/stacks';
import type { JsonObject } from '../../src/util/json';
import { ACCOUNT, accessWith, fakeAws, REGION, refusal } from './support/fakes';

const TABLE = 'AWS::DynamoDB::Table';
const QUEUE = 'AWS::SQS::Queue';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'deploy-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** An assembly with a network and a service stack, of which the service needs the network, and one with roles. */
function writeAssembly(resources: JsonObject): void {
  const stack = (name: string, dependencies: string[] = []) => ({
    type: 'aws:cloudformation:stack',
    environment: `aws://${ACCOUNT}/${REGION}`,
    properties: { templateFile: `dev-${name}.json`, stackName: `echo-dev-${name}` },
    dependencies,
  });
  const artifacts = {
    'dev-deploy-role': stack('deploy-role'),
    'dev-service': stack('service', ['dev-network']),
    'dev-network': stack('network'),
  };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
  for (const name of ['network', 'deploy-role']) {
    writeFileSync(join(directory, `dev-${name}.json`), JSON.stringify({ Resources: {} }));
  }
  writeFileSync(join(directory, 'dev-service.json'), JSON.stringify({ Resources: resources }));
}

const description = (name: string) => ({
  Stacks: [
    { StackId: name, StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputKey: 'Ports', OutputValue: 'dns=53/UDP' }] },
  ],
});
const nameIn = (options: readonly string[]) => options[options.indexOf('--stack-name') + 1];

/** Deploys to an account in which the service stack has the given resources. */
async function deploy(
  deployed: JsonObject,
  changeSets: Readonly<Record<string, object>>,
  { failing = '', acknowledge = [] }: { failing?: string; acknowledge?: string[] } = {},
) {
  const calls: string[] = [];
  const access = accessWith({
    'cloudformation describe-stacks': (options) => description(nameIn(options)),
    'cloudformation get-template': (options) => ({
      TemplateBody: { Resources: nameIn(options) === 'echo-dev-service' ? deployed : {} },
    }),
    'cloudformation describe-stack-events': { StackEvents: [] },
    'cloudformation describe-change-set': (options) => changeSets[nameIn(options)] ?? refusal('ChangeSetNotFound'),
    'cloudformation list-stack-resources': { StackResourceSummaries: [] },
  });
  const deployment: Deployment = {
    assembly: readStageAssembly(directory, 'dev'),
    access,
    cdk: async (...args) => {
      calls.push(`${args[1]} ${args.find((one) => one.startsWith('--method='))?.slice(9)}`);
      return { code: failing !== '' && calls.at(-1)?.includes(failing) ? 1 : 0, tail: 'the log' };
    },
    options: ['--verbose'],
    acknowledgements: acknowledge.map((fingerprint) => ({ fingerprint, reason: 'meant', expires: '2026-12-31' })),
    workflow: workflowOf({}, () => undefined),
    write: () => undefined,
    now: () => new Date('2026-11-24T00:00:00Z'),
  };
  return { outcome: await deployStage(deployment), calls };
}

const CHANGED = {
  Status: 'CREATE_COMPLETE',
  Changes: [
    { ResourceChange: { Action: 'Modify', LogicalResourceId: 'Queue', ResourceType: QUEUE, Replacement: 'False' } },
  ],
};
const EMPTY = {
  Status: 'FAILED',
  StatusReason:
    "The submitted information didn't contain changes. Submit different information to create a change set.",
};

test('the stack of the roles is watched for drift, and no workflow deploys it', () => {
  writeAssembly({});
  const stacksOf = (...further: string[]) => readStageAssembly(directory, 'dev', further).stacks.map(({ id }) => id);
  expect(stacksOf()).toEqual(['dev-network', 'dev-service']);
  expect(stacksOf(ROLES_PART)).toEqual(['dev-network', 'dev-service', 'dev-deploy-role']);
});

describe('deployStage', () => {
  const queue = (delay: number) => ({ Queue: { Type: QUEUE, Properties: { DelaySeconds: delay } } });

  test('prepares, judges and executes stack by stack, and leaves alone what does not change', async () => {
    writeAssembly(queue(2));
    const { outcome, calls } = await deploy(queue(1), { 'echo-dev-network': EMPTY, 'echo-dev-service': CHANGED });
    expect(calls).toEqual([
      'dev-network prepare-change-set',
      'dev-service prepare-change-set',
      'dev-service execute-change-set',
    ]);
    expect(outcome).toMatchObject({
      kind: 'deployed',
      stacks: [
        { name: 'echo-dev-network', changed: false },
        { name: 'echo-dev-service', changed: true, outputs: [{ key: 'Ports', value: 'dns=53/UDP' }] },
      ],
    });
    if (outcome.kind !== 'deployed') return;
    const markdown = deployedMarkdown('dev', outcome);
    expect(markdown).toContain('Changed: `echo-dev-service`.');
    expect(markdown).toContain('<summary>Impact: in-place (1 findings)</summary>');
  });

  test('touches nothing where the templates tell that something would be lost', async () => {
    const table = { Table: { Type: TABLE, Properties: {} } };
    writeAssembly({});
    const { outcome, calls } = await deploy(table, {});
    expect(calls).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'stopped', before: [], judgement: { passed: false } });
    if (outcome.kind !== 'stopped') return;
    expect(stoppedText('dev', outcome.judgement, outcome.before)).toContain('nothing has been changed');
    const [finding] = outcome.judgement.findings;
    const again = await deploy(table, { 'echo-dev-service': CHANGED }, { acknowledge: [finding.fingerprint] });
    expect(again.outcome.kind).toBe('deployed');
  });

  test('stops before a change set that recreates what the templates do not show, and tells what changed before', async () => {
    writeAssembly(queue(2));
    const recreated = {
      Status: 'CREATE_COMPLETE',
      Changes: [
        {
          ResourceChange: {
            Action: 'Modify',
            LogicalResourceId: 'Queue',
            ResourceType: QUEUE,
            Replacement: 'True',
            Details: [{ Target: { Name: 'QueueName', RequiresRecreation: 'Always' } }],
          },
        },
      ],
    };
    const changeSets = { 'echo-dev-network': CHANGED, 'echo-dev-service': recreated };
    const { outcome, calls } = await deploy(queue(1), changeSets);
    expect(calls).not.toContain('dev-service execute-change-set');
    expect(outcome).toMatchObject({ kind: 'stopped', before: ['echo-dev-network'] });
    if (outcome.kind !== 'stopped') return;
    const finding = outcome.judgement.findings.find(({ rule }) => rule === 'change-set-recreates');
    expect(finding).toMatchObject({
      resource: 'echo-dev-service/Queue',
      reason: expect.stringContaining('because QueueName changes'),
    });
    expect(stoppedMarkdown('dev', outcome.judgement, outcome.before)).toContain('Changed already: `echo-dev-network`.');
    const again = await deploy(queue(1), changeSets, { acknowledge: [String(finding?.fingerprint)] });
    expect(again.outcome.kind).toBe('deployed');
  });

  test.each(['prepare-change-set', 'execute-change-set'])('a failing %s ends it', async (failing) => {
    writeAssembly(queue(2));
    const { outcome, calls } = await deploy(queue(1), { 'echo-dev-network': CHANGED }, { failing });
    expect(calls.at(-1)).toBe(`dev-network ${failing}`);
    expect(outcome).toMatchObject({ kind: 'failed', log: 'the log' });
  });
});

describe('a change set', () => {
  const read = (answer: object) =>
    readChangeSet(fakeAws({ 'cloudformation describe-change-set': answer }), 'stack', 'name');

  test('may be none, or one that changes nothing', async () => {
    expect(await read(refusal('ChangeSetNotFound'))).toBeUndefined();
    expect(await read(EMPTY)).toBeUndefined();
    expect(await read({ Status: 'CREATE_COMPLETE', Changes: [] })).toEqual([]); // outputs alone
    await expect(read(refusal('AccessDenied'))).rejects.toThrow('AccessDenied');
  });

  test('tells what it recreates or removes and nobody knew; revisions, parts and guesses are no such thing', () => {
    const change = (
      logicalId: string,
      type: string,
      action: 'Modify' | 'Remove',
      replacement?: 'True' | 'Conditional',
    ) => ({
      logicalId,
      type,
      action,
      replacement,
      properties: [],
    });
    const changes = [
      change('Table', TABLE, 'Modify', 'True'),
      change('Gone', 'AWS::SNS::Topic', 'Remove'),
      change('Listener', 'AWS::ElasticLoadBalancingV2::Listener', 'Modify', 'Conditional'),
      change('Task', 'AWS::ECS::TaskDefinition', 'Modify', 'True'),
      change('Rule', 'AWS::EC2::SecurityGroupIngress', 'Remove'),
      change('Known', QUEUE, 'Modify', 'True'),
    ];
    const known = { level: 'replaces', stack: 'stack', logicalId: 'Known' } as never;
    expect(unforeseen('stack', changes, [known]).map(({ logicalId, level, rule }) => [logicalId, level, rule])).toEqual(
      [
        ['Table', 'loses', 'change-set-recreates'],
        ['Gone', 'replaces', 'change-set-removes'],
      ],
    );
    const [first] = unforeseen('stack', changes, []);
    expect(first.fingerprint).toBe(unforeseen('stack', changes, [known])[0].fingerprint);
  });
});

describe('a failure', () => {
  const tell = (evidence: Parameters<typeof failureMarkdown>[0]['evidence'], log = '') =>
    failureMarkdown({ stage: 'dev', title: 'failed', evidence, log });
  const failed = (reason: string) => ({
    value: [{ stack: 's', logicalId: 'R', type: 'AWS::X', status: 'CREATE_FAILED', reason, at: '' }],
  });

  test.each([
    ['The allocation IDs are not available for use', 'P33'],
    ["Container 'app' has no mapping for port undefined and protocol tcp", 'P4'],
    ['The following target groups cannot be associated with more than one load balancer', 'P32'],
    ['The target group does not have an associated load balancer', 'P35'],
    ['CannotPullContainerError: dial tcp: i/o timeout', 'P38'],
    ['toomanyrequests: Rate exceeded', 'P39'],
    ['open /proc/sys/net/core/rmem_max: no such file or directory', 'P26'],
  ])('%s is the pitfall %s', (reason, pitfall) => {
    expect(tell({ failed: failed(reason) })).toContain(`[${pitfall}](`);
  });

  test('of an application that answers wrong is told in words, by what the gate saw last', () => {
    const change = (state: string, reason: string) => ({ at: 't', port: 'dns', before: 'x', state, reason });
    const service = {
      stopped: { value: [] },
      tasks: { problem: 'AccessDenied' },
      targets: { value: [] },
      gate: { value: { verdicts: [], changes: [change('up', 'ok'), change('down', 'mismatch')] } },
    };
    const text = tell({ failed: { value: [] }, service });
    expect(text).toContain('On port dns the application answers, but not what its probe expects.');
    expect(text).toContain('- not readable: AccessDenied');
    expect(
      tell({
        failed: { value: [] },
        service: { ...service, gate: { value: { verdicts: [], changes: [change('up', 'ok')] } } },
      }),
    ).toContain('no known one');
  });

  test('shows the log last, folded, without colours and without a way out of its fence', () => {
    const text = tell({ failed: failed('x') }, '\u001b[31mred\u001b[0m\n```\n# heading');
    expect(text).toMatch(/<summary>End of the log<\/summary>\n\n```text\nred\n'''\n# heading\n```/);
  });
});

describe('GitHub', () => {
  test('is told nothing elsewhere, and one line each within', () => {
    const said: string[] = [];
    const outside = workflowOf({}, (text) => said.push(text));
    outside.annotate('error', 'a', 'b');
    outside.summarize('x');
    expect(said).toEqual([]);
    const file = join(directory, 'summary');
    const inside = workflowOf({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file, GITHUB_OUTPUT: file }, (text) =>
      said.push(text),
    );
    inside.annotate('error', 'a,b:c', '100 %\n::error::forged');
    inside.output('name', 'a\nother=b');
    expect(said).toEqual(['::error title=a%2Cb%3Ac::100 %25%0A::error::forged\n']);
    expect(require('node:fs').readFileSync(file, 'utf8')).toBe('name=a other=b\n');
  });
});
