import type { TemplateCases } from '../support/cases';
import { policy } from '../support/changes';
import { properties, unchanged } from '../support/good';

const metric = (type: string) => policy({ PredefinedMetricSpecification: { PredefinedMetricType: type } });

export const template: TemplateCases = {
  valid: {
    CPU: unchanged,
    packets: policy({
      PredefinedMetricSpecification: undefined,
      CustomizedMetricSpecification: { Namespace: 'AWS/NetworkELB', MetricName: 'PeakPacketsPerSecond' },
    }),
    'memory beside CPU': (t) => {
      t.Resources.ScaleOnMemory = structuredClone(t.Resources.ScaleOnCpu);
      properties(
        t,
        'ScaleOnMemory',
      ).TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType =
        'ECSServiceAverageMemoryUtilization';
    },
  },
  invalid: {
    'requests of an Application Load Balancer': [metric('ALBRequestCountPerTarget'), 'error ScaleOnCpu'],
    'a metric of an Application Load Balancer': [
      policy({
        PredefinedMetricSpecification: undefined,
        CustomizedMetricSpecification: { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' },
      }),
      'error ScaleOnCpu',
    ],
    'flows without filling': [
      policy({
        PredefinedMetricSpecification: undefined,
        CustomizedMetricSpecification: { MetricName: 'ActiveFlowCount_UDP' },
      }),
      'warning ScaleOnCpu',
    ],
    'memory alone': [metric('ECSServiceAverageMemoryUtilization'), 'warning ScaleOnCpu'],
  },
};
