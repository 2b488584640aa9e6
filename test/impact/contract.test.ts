import { serviceTemplate } from '../../bench/impact/corpus/service';
import type { Template } from '../../src/cloudformation/stack';
import { contractBreaches, logicalIdContract } from '../../src/impact/contract';

const pinned = logicalIdContract({ prod: serviceTemplate() as Template, other: { Resources: {} } });

test('load balancer, addresses, target groups, listeners, cluster and log groups are pinned', () => {
  expect(pinned).toEqual({
    prod: {
      AddressA: 'AWS::EC2::EIP',
      AddressB: 'AWS::EC2::EIP',
      Cluster: 'AWS::ECS::Cluster',
      Listener: 'AWS::ElasticLoadBalancingV2::Listener',
      LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Logs: 'AWS::Logs::LogGroup',
      TargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    },
  });
});

test('what is added breaks nothing, what is moved does', () => {
  const template = serviceTemplate();
  template.Resources.Address3 = { Type: 'AWS::EC2::EIP' };
  expect(contractBreaches(pinned, logicalIdContract({ prod: template as Template }))).toEqual([]);
  delete template.Resources.Logs;
  template.Resources.Cluster.Type = 'AWS::EC2::EIP';
  expect(contractBreaches(pinned, logicalIdContract({ prod: template as Template }))).toEqual([
    'prod/Cluster (AWS::ECS::Cluster) is a AWS::EC2::EIP now',
    'prod/Logs (AWS::Logs::LogGroup) is gone or has another logical ID',
  ]);
  expect(contractBreaches(pinned, {})).toEqual(['stack prod is gone or has another name']);
});
