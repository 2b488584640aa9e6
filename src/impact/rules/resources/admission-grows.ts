import { render } from '../../../cloudformation/functions';
import { inWords } from '../../../cloudformation/words';
import { asList, isObject, type Json, valueAt } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { coversPeer } from '../../permissions/network';
import { propertiesOf } from '../helpers';
import type { Rule } from '../rule';

/** What is let in by a list: another item is another one who may. */
interface Admission {
  readonly type: string;
  readonly path: readonly string[];
  readonly means: string;
}

const ADMISSIONS: readonly Admission[] = [
  { type: 'AWS::EC2::PrefixList', path: ['Entries'], means: 'wherever a rule names the prefix list' },
  { type: 'AWS::EC2::VPCEndpointServicePermissions', path: ['AllowedPrincipals'], means: 'to the endpoint service' },
  { type: 'AWS::RAM::ResourceShare', path: ['Principals'], means: 'to what is shared' },
  ...(
    [
      ['AWS::EC2::VPCEndpoint', ['SecurityGroupIds']],
      ['AWS::ECS::Service', ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups']],
      ['AWS::ElasticLoadBalancingV2::LoadBalancer', ['SecurityGroups']],
      ['AWS::Lambda::Function', ['VpcConfig', 'SecurityGroupIds']],
      ['AWS::RDS::DBCluster', ['VpcSecurityGroupIds']],
      ['AWS::RDS::DBInstance', ['VPCSecurityGroups']],
    ] as const
  ).map(([type, path]): Admission => ({ type, path, means: 'whom the rules of the group admit' })),
];

export const rule: Rule<ResourceChange> = {
  id: 'admission-grows',
  applies: (change) => admittedBy(change).length > 0,
  level: 'broadens',
  reason: (change) => `Admits more: ${admittedBy(change, inWords).join(', ')}.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => admittedBy(change),
};

/** @param write how an item is told: what is compared is its canonical text */
function admittedBy(change: ResourceChange, write: (item: Json) => string = render): string[] {
  // What a new resource admits is told of what it is put before.
  if (change.before === undefined || change.after === undefined) return [];
  return ADMISSIONS.filter(({ type }) => type === change.type).flatMap(({ path, means }) => {
    const [before, after] = [change.before, change.after].map((resource) =>
      asList(valueAt(propertiesOf(resource), path)).map((item) => (isObject(item) ? (item.Cidr ?? item) : item)),
    ) as [Json[], Json[]];
    const added = after.filter((item) => !before.some((other) => coversPeer(render(other), render(item))));
    return added.map((item) => `${write(item)} (${means})`);
  });
}
