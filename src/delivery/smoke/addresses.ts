import { resolve4 } from 'node:dns/promises';
import { UserError } from '../../util/user-error';
import { readLoadBalancer } from '../live/load-balancer';
import type { RunningStack } from '../live/stack';
import type { Address } from './questions';

/** Every address of the load balancer, by the network interfaces in its zones; by its name where those are not shown. */
export async function addressesOf(stack: RunningStack): Promise<Address[]> {
  const { name, zones } = await readLoadBalancer(stack);
  const known = zones.flatMap(({ zone, addresses }) => addresses.map((address) => ({ address, zone })));
  if (known.length > 0) return known;
  try {
    return (await resolve4(name)).sort().map((address) => ({ address }));
  } catch (error) {
    throw new UserError({
      subject: `load balancer ${name}`,
      cause: `its addresses are not known: no network interface is shown, and its name does not resolve (${(error as Error).message})`,
      remedy: 'Allow ec2:DescribeNetworkInterfaces, or try again when the name is known.',
    });
  }
}
