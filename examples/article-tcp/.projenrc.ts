import { Architecture, NetworkPreset, Protocol, Scheme, UdpServiceProject } from 'projen-udp-service';

// TCP behind a Network Load Balancer: nginx on port 80. The task's security group admits the load balancer's, so the
// service becomes healthy without a rule written by hand.
const project = new UdpServiceProject({
  name: 'article-tcp',
  ports: [{ port: 80, protocol: Protocol.TCP }],
  image: { registry: 'public.ecr.aws/nginx/nginx', initialVersion: '1.27' },
  application: { writablePaths: ['/var/cache/nginx', '/run'] },
  task: { cpu: 512, memoryLimitMiB: 1024, architecture: Architecture.X86_64 },
  capacity: { autoscaling: false },
  network: { preset: NetworkPreset.NAT },
  loadBalancer: { scheme: Scheme.INTERNET_FACING },
  clients: { anywhere: true },
});

project.synth();
