import {
  Architecture,
  ContainerInsights,
  FlowLogTraffic,
  NetworkPreset,
  SecurityLevel,
  type ServiceOptions,
} from '../../src/options';
import { resolveService } from '../../src/service/resolve';
import { optionsError } from '../../src/util/problems';
import { problemsOfOptions } from '../support/problems';

const HARDENED = { security: SecurityLevel.HARDENED };
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd';
const VPC = {
  vpcId: 'vpc-0123456789abcdef0',
  vpcCidr: '10.0.0.0/16',
  loadBalancerSubnets: [
    { subnetId: 'subnet-0123456789abcdef0', zone: 'eu-west-1a' },
    { subnetId: 'subnet-0123456789abcdef1', zone: 'eu-west-1b' },
  ],
};

function resolve(options: ServiceOptions) {
  const { service, warnings } = resolveService({ name: 'dns', ...options });
  return { stage: service.stages[0], warnings };
}

describe('the level hardened', () => {
  test('turns on what costs, and warns of nothing', () => {
    const { stage, warnings } = resolve(HARDENED);
    expect(warnings).toEqual([]);
    expect(stage).toMatchObject({
      network: {
        preset: 'nat',
        restrictDefaultSecurityGroup: true,
        flowLogs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 365 } },
      },
      loadBalancer: { deletionProtection: true },
      logs: { retentionDays: 365, customerManagedKey: true },
      operations: { containerInsights: 'enabled', topic: { customerManagedKey: true } },
    });
  });

  test('is one of a stage, too, and the other keeps the standard', () => {
    const { service } = resolveService({ name: 'dns', stages: [{ name: 'dev' }, { name: 'prod', ...HARDENED }] });
    expect(service.stages.map(({ logs }) => logs.customerManagedKey)).toEqual([undefined, true]);
  });

  test('is taken back by a stage', () => {
    const { service } = resolveService({
      name: 'dns',
      ...HARDENED,
      stages: [{ name: 'dev', security: SecurityLevel.STANDARD }, { name: 'prod' }],
    });
    expect(service.stages.map(({ network }) => 'preset' in network && network.preset)).toEqual(['public', 'nat']);
  });

  test('leaves alone what goes as far', () => {
    const { stage, warnings } = resolve({
      ...HARDENED,
      network: { preset: NetworkPreset.ISOLATED, flowLogs: { traffic: FlowLogTraffic.REJECT } },
      healthGate: { baseImage: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/python:3' },
      existing: { logKeyArn: KEY, topicKeyArn: KEY },
      operations: { containerInsights: ContainerInsights.ENHANCED },
      logs: { retentionDays: 731 },
    });
    expect(warnings).toEqual([]);
    expect(stage).toMatchObject({
      network: { preset: 'isolated', flowLogs: { traffic: 'REJECT' } },
      logs: { retentionDays: 731 },
      operations: { containerInsights: 'enhanced' },
    });
    expect([stage.logs.customerManagedKey, stage.operations.topic?.customerManagedKey]).toEqual([undefined, undefined]);
  });

  test.each<[option: string, options: ServiceOptions]>([
    ['network.preset', { network: { preset: NetworkPreset.PUBLIC } }],
    ['network.assignPublicIp', { network: { ...VPC, assignPublicIp: true } }],
    ['network.vpcId', { network: VPC }],
    ['network.flowLogs.enabled', { network: { flowLogs: { enabled: false } } }],
    ['network.restrictDefaultSecurityGroup', { network: { restrictDefaultSecurityGroup: false } }],
    ['loadBalancer.deletionProtection', { loadBalancer: { deletionProtection: false } }],
    ['logs.retentionDays', { logs: { retentionDays: 90 } }],
    ['logs.customerManagedKey', { logs: { customerManagedKey: false } }],
    ['operations.topicArn', { operations: { topicArn: 'ssm:/operations/topic' } }],
    ['operations.customerManagedKey', { operations: { customerManagedKey: false } }],
    ['operations.containerInsights', { operations: { containerInsights: ContainerInsights.DISABLED } }],
    ['existing.clusterName', { existing: { clusterName: 'shared' } }],
  ])('lets %s stand and says what it leaves open', (option, options) => {
    const { warnings } = resolve({ ...HARDENED, ...options });
    expect(warnings).toContainEqual(expect.stringMatching(new RegExp(`^${option}: .*the stage is hardened, `)));
  });

  test('asks for no key where nothing would be sent', () => {
    const { stage } = resolve({ ...HARDENED, operations: { alarms: { enabled: false }, deploymentEvents: false } });
    expect(stage.operations.topic).toBeUndefined();
  });
});

describe('what excludes each other is refused', () => {
  test.each<[options: ServiceOptions, message: RegExp]>([
    [{ logs: { customerManagedKey: true }, existing: { logKeyArn: KEY } }, /logs\.customerManagedKey.*logKeyArn/s],
    [
      { operations: { customerManagedKey: true }, existing: { topicKeyArn: KEY } },
      /operations\.customerManagedKey.*topicKeyArn/s,
    ],
    [
      { operations: { customerManagedKey: true, topicArn: 'ssm:/a/topic' } },
      /operations\.customerManagedKey.*used as it is/s,
    ],
    [{ operations: { topicArn: 'ssm:/a/topic' }, existing: { topicKeyArn: KEY } }, /existing\.topicKeyArn/],
    [
      { operations: { customerManagedKey: true, alarms: { enabled: false }, deploymentEvents: false } },
      /there is no topic/,
    ],
    [{ network: { flowLogs: { enabled: false, retentionDays: 7 } } }, /flowLogs\.retentionDays.*are off/s],
    [{ network: { ...VPC, restrictDefaultSecurityGroup: true } }, /restrictDefaultSecurityGroup.*exists already/s],
    [{ network: { loadBalancerInPublicSubnets: true } }, /loadBalancerInPublicSubnets.*no other subnets/s],
    [
      { network: { preset: NetworkPreset.ISOLATED, loadBalancerInPublicSubnets: true } },
      /loadBalancerInPublicSubnets.*no public subnets/s,
    ],
    [{ existing: { topicKeyArn: 'alias/topic' } }, /existing\.topicKeyArn: "alias\/topic"/],
  ])('%j', (options, message) => {
    expect(optionsError(problemsOfOptions(options)).message).toMatch(message);
  });
});

describe('capabilities', () => {
  const existing = {
    image: { registry: 'public.ecr.aws/nginx/nginx' },
    task: { architecture: Architecture.ARM64 },
  };
  const dropped = (options: ServiceOptions) => resolve(options).stage.application.dropCapabilities;

  test('an image that is built here goes without any, an existing one keeps its own', () => {
    expect(dropped({})).toEqual(['ALL']);
    expect(dropped(existing)).toBeUndefined();
    expect(dropped({ ...HARDENED, ...existing })).toBeUndefined();
  });

  test('the option decides for both', () => {
    expect(dropped({ application: { dropCapabilities: [] } })).toBeUndefined();
    expect(dropped({ ...existing, application: { dropCapabilities: ['NET_RAW', 'MKNOD'] } })).toEqual([
      'MKNOD',
      'NET_RAW',
    ]);
  });

  test.each<[names: string[], message: RegExp]>([
    [['CAP_NET_RAW'], /Write 'NET_RAW'/],
    [['net_raw'], /Write 'NET_RAW'/],
    [['all'], /Write 'ALL'/],
    [['NETWORK'], /not a Linux capability/],
    [['ALL', 'NET_RAW'], /'ALL' includes the others/],
    [['NET_RAW', 'NET_RAW'], /named twice/],
  ])('%j is refused', (dropCapabilities, message) => {
    expect(optionsError(problemsOfOptions({ application: { dropCapabilities } })).message).toMatch(message);
  });
});
