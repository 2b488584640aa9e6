import { Architecture, Probe, Protocol, UdpServiceProject } from 'projen-udp-service';

// A collector of log messages, in a network that another team made and published by SSM parameters. Nobody ever answers a
// syslog message, so the gate watches the socket: bound, and its queue is read.
const project = new UdpServiceProject({
  name: 'syslog',
  ports: [{ port: 514, protocol: Protocol.UDP, containerPort: 5140, probe: Probe.SYSLOG }],
  image: { registry: 'public.ecr.aws/aws-observability/aws-for-fluent-bit', initialVersion: '2.32.5' },
  application: {
    taskRoleStatements: [
      { actions: ['firehose:PutRecordBatch'], resources: ['arn:aws:firehose:eu-west-1:*:deliverystream/syslog'] },
    ],
    writablePaths: ['/tmp'],
  },
  network: {
    vpcId: 'ssm:/network/vpc-id',
    vpcCidr: '10.40.0.0/16',
    loadBalancerSubnets: [
      { subnetId: 'ssm:/network/internal-a', zone: 'eu-west-1a' },
      { subnetId: 'ssm:/network/internal-b', zone: 'eu-west-1b' },
    ],
    taskSubnets: [
      { subnetId: 'ssm:/network/tasks-a', zone: 'eu-west-1a' },
      { subnetId: 'ssm:/network/tasks-b', zone: 'eu-west-1b' },
    ],
  },
  clients: { cidrs: ['10.0.0.0/8'] },
  task: { architecture: Architecture.ARM64 },
  stages: [
    { name: 'test', account: '111122223333', region: 'eu-west-1' },
    {
      name: 'prod',
      account: '444455556666',
      region: 'eu-west-1',
      production: true,
      task: { cpu: 1024, memoryLimitMiB: 2048 },
      capacity: { minTasks: 4, maxTasks: 24, packetsPerSecondPerTask: 15_000 },
      operations: { emails: ['platform@example.com'] },
    },
  ],
});

project.synth();
