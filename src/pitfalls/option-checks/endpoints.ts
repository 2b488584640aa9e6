import { givenRule } from './given';

/** P38: what the application asks for, and no endpoint of an existing network leads to. */
export const unservedAwsServices = givenRule(
  'AWS services that the endpoints of an existing network do not serve',
  function* ({ egress, network }) {
    const endpoints = network?.vpcId === undefined ? undefined : network.existingEndpoints;
    if (endpoints === undefined) return;
    for (const service of egress?.awsServices ?? []) {
      if (endpoints.includes(service)) continue;
      yield {
        level: 'error',
        isBinding: true,
        option: 'network.existingEndpoints',
        message: `'egress.awsServices' names '${service}', and no endpoint leads there.`,
        remedy: `Have the endpoint created in the VPC and add '${service}', or leave the option out if the subnets have a NAT.`,
      };
    }
  },
);
