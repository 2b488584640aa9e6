import type { TemplateCases } from '../support/cases';
import { deployment } from '../support/changes';
import { all, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'no circle': unchanged,
    'an alarm of the load balancer': deployment({ Alarms: { Enable: true, AlarmNames: [{ Ref: 'HealthyAlarm' }] } }),
  },
  invalid: {
    'an alarm of the service': [
      all(deployment({ Alarms: { Enable: true, AlarmNames: [{ Ref: 'CpuAlarm' }] } }), (t) => {
        t.Resources.CpuAlarm = {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } }] },
        };
      }),
      'error Service',
    ],
  },
};
