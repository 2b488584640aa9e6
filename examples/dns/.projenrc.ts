import { NetworkPreset, Protocol, UdpServiceProject } from 'projen-udp-service';

// An authoritative DNS server: UDP and TCP on port 53, fixed addresses, two stages in two accounts.
const project = new UdpServiceProject({
  name: 'dns',
  ports: [{ port: 53, protocol: Protocol.TCP_UDP, containerPort: 5353 }],
  addresses: { elastic: true },
  clients: { anywhere: true },
  stages: [
    {
      name: 'dev',
      account: '111122223333',
      region: 'eu-west-1',
      deployRoleArn: 'arn:aws:iam::111122223333:role/dns-deploy-dev',
      clients: { cidrs: ['203.0.113.0/24'] },
    },
    {
      name: 'prod',
      account: '444455556666',
      region: 'eu-west-1',
      deployRoleArn: 'arn:aws:iam::444455556666:role/dns-deploy-prod',
      network: { preset: NetworkPreset.NAT, zones: ['a', 'b', 'c'] },
      task: { cpu: 512, desiredCount: 6 },
    },
  ],
});

project.synth();
