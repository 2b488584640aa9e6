import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareAssemblies } from '../../src/impact/compare';
import { compareLevels, worstLevel } from '../../src/model/levels';
import { SecurityLevel } from '../../src/options';
import { type Control, type Resource, stateOf } from '../../tools/docs/security/control';
import { CONTROLS } from '../../tools/docs/security/controls';
import { inspect, PROFILES } from '../../tools/docs/security/findings';
import { RUNNING, STEPS } from '../../tools/docs/security/steps';
import { type Options, synthesizeOptions } from '../../tools/docs/security/synthesis';
import { securityDocumentation } from '../../tools/documents/security';

const findings = inspect();
const controls = CONTROLS.flatMap(([, all]) => all);
const rows = findings.services.flatMap(([, all]) => all);
const column = (title: string) => PROFILES.findIndex(([name]) => name === title);

test('docs/security.md is what the templates say; run "npx tsx tools/docs.ts"', () => {
  const written = readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8');
  expect(written).toBe(securityDocumentation(findings));
});

test('a control that is not met somewhere says why', () => {
  const silent = rows.filter(({ control, states }) => states.includes('not met') && control.why === undefined);
  expect(silent.map(({ control }) => control.id)).toEqual([]);
});

test.each(controls.filter(({ remedy }) => remedy !== undefined).map((control) => [control.id, control] as const))(
  '%s: its option turns it on, and it is off without',
  (_id, control) => {
    const { remedy } = control;
    const { options = {} } = remedy ?? {};
    const { application, network, loadBalancer, logs, operations, ...without } = options;
    expect(stateOf(control, synthesizeOptions(options).resources)).toBe('met');
    expect(stateOf(control, synthesizeOptions(without).resources)).toBe('not met');
  },
);

test('hardened meets every control that an option turns on, but for what only an existing image knows', () => {
  const open = (title: string) =>
    rows
      .filter(({ control, states }) => control.remedy !== undefined && states[column(title)] !== 'met')
      .map(({ control }) => control.id);
  expect(open('hardened')).toEqual([]);
  expect(open('hardened, existing image')).toEqual(['ECS.20']);
});

test('no rule of cdk-nag refuses something without a reason', () => {
  const reasons = findings.profiles.flatMap(({ refused }) => [...refused.values()].flatMap((one) => [...one.reasons]));
  expect(reasons.filter((reason) => reason.startsWith('NOT ACKNOWLEDGED'))).toEqual([]);
});

describe('a template that breaks a control does not meet it', () => {
  const container = { User: '65534', ReadonlyRootFilesystem: true, LogConfiguration: { LogDriver: 'awslogs' } };
  const task = (changes: object, properties: object = {}) => ({
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      NetworkMode: 'awsvpc',
      ContainerDefinitions: [container, { ...container, ...changes }],
      ...properties,
    },
  });
  const anywhere = {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: { CidrIp: '0.0.0.0/0', FromPort: 20, ToPort: 30 },
  };
  const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: '*' };
  const broken: Record<string, readonly Resource[]> = {
    'ECS.3': [task({}, { PidMode: 'host' })],
    'ECS.4': [task({ Privileged: true })],
    'ECS.5': [task({ ReadonlyRootFilesystem: undefined })],
    'ECS.8': [task({ Environment: [{ Name: 'DB_PASSWORD', Value: 'x' }] })],
    'ECS.9': [task({ LogConfiguration: undefined })],
    'ECS.10': [{ Type: 'AWS::ECS::Service', Properties: { PlatformVersion: '1.3.0' } }],
    'ECS.17': [task({}, { NetworkMode: 'host' })],
    'ECS.20': [task({ User: '0:0' })],
    'ELB.13': [{ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Subnets: ['a'] } }],
    'EC2.12': [{ Type: 'AWS::EC2::EIP', Properties: {} }],
    'EC2.15': [{ Type: 'AWS::EC2::Subnet', Properties: { MapPublicIpOnLaunch: true } }],
    'EC2.18': [{ Type: 'AWS::EC2::SecurityGroup', Properties: {} }, anywhere],
    'EC2.19': [{ Type: 'AWS::EC2::SecurityGroup', Properties: {} }, anywhere],
    'SNS.4': [{ Type: 'AWS::SNS::TopicPolicy', Properties: { PolicyDocument: { Statement: [statement] } } }],
    'confused deputy': [
      {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          PolicyDocument: { Statement: [{ ...statement, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }] },
        },
      },
    ],
    'CloudWatch.15': [{ Type: 'AWS::CloudWatch::Alarm', Properties: {} }],
    'CloudWatch.17': [{ Type: 'AWS::CloudWatch::Alarm', Properties: { ActionsEnabled: false } }],
    'KMS.4': [{ Type: 'AWS::KMS::Key', Properties: {} }],
    'KMS.5': [{ Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [statement] } } }],
  };
  const neverBroken = rows.filter(({ states }) => !states.includes('not met')).map(({ control }) => control.id);

  test('each that the profiles never break is tried here', () => {
    expect(neverBroken.filter((id) => broken[id] === undefined)).toEqual([]);
  });

  test.each(Object.entries(broken))('%s', (id, resources) => {
    const control = controls.find((one) => one.id === id) as Control;
    expect(stateOf(control, new Map(resources.map((one, index) => [`stack/R${index}`, one])))).toBe('not met');
  });
});

describe('hardening a stage that runs', () => {
  test('no step that is turned on replaces or loses anything', () => {
    const grave = findings.effects.filter(({ levels }) => levels.some(([on]) => compareLevels(on, 'broadens') > 0));
    expect(grave.map(({ step }) => step.title)).toEqual([]);
  });

  test.each(RUNNING)('the steps together are the level: %s', (_title, running) => {
    const network = Object.assign({}, running.network, ...STEPS.map(({ options }) => options.network));
    const stepwise: Options = {
      ...running,
      network,
      loadBalancer: Object.assign({}, ...STEPS.map(({ options }) => options.loadBalancer)),
      logs: Object.assign({}, ...STEPS.map(({ options }) => options.logs)),
      operations: Object.assign({}, ...STEPS.map(({ options }) => options.operations)),
    };
    const hardened: Options = {
      ...running,
      security: SecurityLevel.HARDENED,
      network: { loadBalancerInPublicSubnets: true },
    };
    const [before, after] = [stepwise, hardened].map((options) => synthesizeOptions(options).assembly);
    expect(compareAssemblies(before, after)).toEqual([]);
  });

  test('without its option the load balancer of an internal service moves, and impact says what that loses', () => {
    const [before, after] = [{}, { security: SecurityLevel.HARDENED }].map((options) => synthesizeOptions(options));
    const found = compareAssemblies(before.assembly, after.assembly);
    expect(worstLevel(found.map(({ level }) => level))).toBe('loses');
  });
});
