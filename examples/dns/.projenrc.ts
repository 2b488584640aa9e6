import { NetworkPreset, Probe, Protocol, UdpServiceProject } from 'projen-udp-service';

// An authoritative DNS server: UDP and TCP on port 53, fixed addresses, two stages in two accounts, deployed by GitHub.
// The gate asks a question of DNS, by both protocols, so your server takes the place of the sample in app/ first.
const project = new UdpServiceProject({
  name: 'dns',
  ports: [{ port: 53, protocol: Protocol.TCP_UDP, containerPort: 5353, probe: Probe.DNS }],
  addresses: { elastic: true },
  clients: { anywhere: true },
  // GitHub deploys, by roles that `npx udp-service trust <stage>` has made in each account
  trust: { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 },
  stages: [
    {
      name: 'dev',
      account: '111122223333',
      region: 'eu-west-1',
      clients: { cidrs: ['203.0.113.0/24'] },
    },
    {
      name: 'prod',
      account: '444455556666',
      region: 'eu-west-1',
      network: { preset: NetworkPreset.NAT, zones: ['a', 'b', 'c'] },
      task: { cpu: 512, desiredCount: 6 },
    },
  ],
});

project.synth();
