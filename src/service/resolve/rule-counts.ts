import type { Stage } from '../../model/model';
import type { Checks } from './checks';

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const RULES = 60;

/** Whether the rules fit into a security group whose quota nobody raised. */
export function checkRuleCounts(
  { clients, egress, ports }: Pick<Stage, 'clients' | 'egress' | 'ports'>,
  checks: Checks,
) {
  const { cidrs, prefixLists, securityGroups } = clients;
  const flows = 1 + ports.reduce((sum, { protocol }) => sum + (protocol === 'TCP_UDP' ? 2 : 1), 0);
  const inbound = (cidrs.length + prefixLists.length + securityGroups.length) * flows;
  if (inbound > RULES) {
    checks.warn(
      'clients',
      inbound,
      `more inbound rules (clients × flows) than the ${RULES} a security group has unless its quota is raised. Put the ` +
        'CIDRs into a managed prefix list, or have the quota raised',
    );
  }
  const outbound = egress.kind === 'restricted' ? egress.rules.length : 0;
  if (outbound > RULES) {
    checks.warn('egress', outbound, `more rules than the ${RULES} a security group has unless its quota is raised`);
  }
}
