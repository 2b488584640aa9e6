import { NetworkPreset, Probe, Protocol, UdpServiceProject } from 'projen-udp-service';

// Time for a VPC and what is connected to it: UDP 123, internal, tasks without a way to the internet. A server
// that is not synchronised (yet) is not in use: `Probe.NTP_ALIVE` would take it as it is.
const project = new UdpServiceProject({
  name: 'ntp',
  ports: [{ port: 123, protocol: Protocol.UDP, containerPort: 1123, probe: Probe.NTP }],
  network: { preset: NetworkPreset.ISOLATED, cidr: '10.20.0.0/16' },
  clients: { cidrs: ['10.0.0.0/8'] },
});

project.synth();
