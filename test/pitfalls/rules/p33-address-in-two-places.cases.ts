import type { OptionCases, TemplateCases } from '../support/cases';
import { fixed } from '../support/changes';
import { all, type Draft, properties, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'an ID a zone': {
      addresses: { source: 'imported', allocationIds: { a: 'eipalloc-1', b: 'eipalloc-2' } },
      ...stage.balancer({ crossZone: true }),
    },
  },
  invalid: {
    'one ID for two zones': [
      {
        addresses: { source: 'imported', allocationIds: { a: 'eipalloc-1', b: 'eipalloc-1' } },
        ...stage.balancer({ crossZone: true }),
      },
      'error addresses.allocationIds[b]',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'no addresses': unchanged,
    'an address a zone': fixed,
    'a NAT gateway with an address of its own': all(fixed, (t) => {
      t.Resources.NatAddress = { Type: 'AWS::EC2::EIP' };
      t.Resources.Nat = {
        Type: 'AWS::EC2::NatGateway',
        Properties: { SubnetId: { Ref: 'SubnetA' }, AllocationId: { 'Fn::GetAtt': ['NatAddress', 'AllocationId'] } },
      };
    }),
    'addresses of a nested stack that is not at hand': all(fixed, (t) => {
      t.Resources.Addresses = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x/y' } };
      for (const [index, output] of ['Outputs.A', 'Outputs.B'].entries()) {
        properties(t, 'LoadBalancer').SubnetMappings[index].AllocationId = { 'Fn::GetAtt': ['Addresses', output] };
      }
    }),
    'addresses of conditions': all(fixed, (t) => {
      t.Conditions = { Fixed: { 'Fn::Equals': [{ Ref: 'SubnetA' }, 'x'] } };
      properties(t, 'LoadBalancer').SubnetMappings = properties(t, 'LoadBalancer').SubnetMappings.map((one: Draft) => ({
        'Fn::If': ['Fixed', one, { SubnetId: one.SubnetId }],
      }));
    }),
  },
  invalid: {
    'one address for two zones': [
      all(fixed, (t) => {
        properties(t, 'LoadBalancer').SubnetMappings[1].AllocationId = { 'Fn::GetAtt': ['AddressA', 'AllocationId'] };
      }),
      'error LoadBalancer',
    ],
    'an address of a NAT gateway': [
      all(fixed, (t) => {
        t.Resources.Nat = {
          Type: 'AWS::EC2::NatGateway',
          Properties: { SubnetId: { Ref: 'SubnetA' }, AllocationId: { 'Fn::GetAtt': ['AddressA', 'AllocationId'] } },
        };
      }),
      'error LoadBalancer',
    ],
    'one allocation ID for two load balancers': [
      all(fixed, (t) => {
        properties(t, 'LoadBalancer').SubnetMappings[0].AllocationId = 'eipalloc-1';
        t.Resources.Other = structuredClone(t.Resources.LoadBalancer);
        properties(t, 'Other').SubnetMappings.pop();
      }),
      'error Other',
    ],
  },
};
