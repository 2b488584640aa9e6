import { Architecture, HealthCheckProtocol, Protocol, Scheme, UdpServiceProject } from 'projen-udp-service';

// UDP behind an internal Network Load Balancer in an existing VPC, with every figure of the article that started this:
// the load balancer checks TCP 8080, where the article's responder says ok whatever the service does and the gate does
// not; the delay is 300 s, cross-zone is off, ECS Exec is on.
const project = new UdpServiceProject({
  name: 'article-udp',
  account: '111122223333',
  region: 'ap-northeast-1',
  ports: [{ port: 1234, protocol: Protocol.UDP }],
  image: { ecrRepository: 'udp-service', initialVersion: 'v1.0.0' },
  application: { containerName: 'udp-service' },
  healthCheck: { protocol: HealthCheckProtocol.TCP },
  healthGate: { port: 8080 },
  loadBalancer: { scheme: Scheme.INTERNAL, crossZone: false, deregistrationDelaySeconds: 300 },
  task: { cpu: 256, memoryLimitMiB: 512, architecture: Architecture.X86_64, exec: true },
  capacity: { autoscaling: false },
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidr: '10.0.0.0/16',
    loadBalancerSubnets: [
      { subnetId: 'subnet-0123456789abcdef0', zone: 'ap-northeast-1a' },
      { subnetId: 'subnet-0123456789abcdef1', zone: 'ap-northeast-1c' },
    ],
    assignPublicIp: false,
  },
});

project.synth();
