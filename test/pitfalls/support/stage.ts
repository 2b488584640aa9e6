import type { Port, Stage } from '../../../src/model/model';
import { STAGE } from './service';

/** Changes of the good stage, and values for them, that several pitfalls share. */
export const [PORT] = STAGE.ports as readonly [Port];

export const port = (changes: Partial<Port>): Port => ({ ...PORT, ...changes });

export const check = (changes: Partial<Port['healthCheck']>): Port =>
  port({ healthCheck: { ...PORT.healthCheck, ...changes } });

export const balancer = (changes: Partial<Stage['loadBalancer']>) => ({
  loadBalancer: { ...STAGE.loadBalancer, ...changes },
});

export const rollout = (changes: Partial<Stage['rollout']>) => ({ rollout: { ...STAGE.rollout, ...changes } });

export const task = (changes: Partial<Stage['task']>) => ({ task: { ...STAGE.task, ...changes } });

export const application = (changes: Partial<Stage['application']>) => ({
  application: { ...STAGE.application, ...changes },
});

export const gate = (changes: Partial<NonNullable<Stage['healthGate']>>) => ({
  healthGate: { ...(STAGE.healthGate as NonNullable<Stage['healthGate']>), ...changes },
});

export const SPOT = { capacity: { ...STAGE.capacity, spot: { onDemandBase: 1, onDemandWeight: 0, spotWeight: 1 } } };

export const NOBODY = { clients: { cidrs: [], prefixLists: [], securityGroups: [] } };

export const ELASTIC = { addresses: { source: 'elastic', zones: ['a', 'b'] } } as const;

export const ISOLATED = { network: { ...STAGE.network, preset: 'isolated' } } as Pick<Stage, 'network'>;

export const imported = (balanced: readonly string[], served: readonly string[]): Pick<Stage, 'network'> => ({
  network: {
    source: 'imported',
    vpcId: 'vpc-1',
    cidr: '10.0.0.0/16',
    loadBalancerSubnets: balanced.map((zone) => ({ subnetId: `subnet-l${zone}`, zone })),
    taskSubnets: served.map((zone) => ({ subnetId: `subnet-t${zone}`, zone })),
    assignPublicIp: false,
  },
});

export const withEndpoints = (...endpoints: string[]) => {
  const { network } = imported(['a', 'b'], ['a', 'b']);
  return { network: { ...network, endpoints }, image: ECR } as Partial<Stage>;
};

export const ECR = { source: 'ecr', repositoryName: 'x' } as const;

export const MIRROR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/python:3.13';

export const LINK = {
  allowedPrincipals: [],
  acceptanceRequired: true,
  enforceInboundRules: true,
  proxyProtocolV2: false,
};
