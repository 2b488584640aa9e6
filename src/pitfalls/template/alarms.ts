import type { Assembly, Resource, Value } from '../../cloudformation/evaluate/model';
import {
  asNumber,
  asString,
  isUnknown,
  items,
  knownString,
  type Lookup,
  step,
} from '../../cloudformation/evaluate/value';

/** A metric that an alarm watches. */
export interface WatchedMetric {
  readonly namespace: Lookup<string>;
  readonly name: Lookup<string>;
  readonly statistic: Lookup<string>;
  /** Names of the dimensions; open where one cannot be seen. */
  readonly dimensions: readonly string[] | 'unknown';
  /** The dimensions whose names can be seen. */
  readonly values: readonly { readonly name: string; readonly value: Value }[];
}

/** A metric alarm. */
export interface Alarm {
  readonly resource: Resource;
  readonly metrics: readonly WatchedMetric[];
  /** What stands between the metrics and the alarm, or asks for them: metric math and queries. */
  readonly expressions: readonly string[];
  /** Whether it watches a metric that cannot be seen. */
  readonly open: boolean;
  readonly comparison: Lookup<string>;
  readonly threshold: Lookup<number>;
  /** `missing` where the template says nothing. */
  readonly missingData: Lookup<string>;
}

export function alarmsOf(assembly: Assembly): readonly Alarm[] {
  return assembly.ofType('AWS::CloudWatch::Alarm').map(toAlarm);
}

function toAlarm(resource: Resource): Alarm {
  const queries = resource.property('Metrics');
  const single = resource.property('MetricName');
  const metrics =
    single === undefined
      ? items(queries)
          .filter((query) => step(query, 'MetricStat') !== undefined)
          .map((query) => toMetric(step(query, 'MetricStat', 'Metric'), step(query, 'MetricStat', 'Stat')))
      : [toMetric(resource.property(), resource.property('Statistic') ?? resource.property('ExtendedStatistic'))];
  return {
    resource,
    metrics,
    expressions: items(queries)
      .map((query) => step(query, 'Expression'))
      .filter((expression) => expression !== undefined)
      .map((expression) => knownString(expression) ?? ''),
    open:
      isUnknown(queries) ||
      items(queries).some((query) => isUnknown(query) || isUnknown(step(query, 'Expression'))) ||
      metrics.some(({ name, namespace }) => isUnknown(name) || isUnknown(namespace)),
    comparison: asString(resource.property('ComparisonOperator')),
    threshold: asNumber(resource.property('Threshold')),
    missingData: asString(resource.property('TreatMissingData')) ?? 'missing',
  };
}

function toMetric(metric: Value, statistic: Value): WatchedMetric {
  const dimensions = step(metric, 'Dimensions');
  const names = items(dimensions).map((dimension) => knownString(step(dimension, 'Name')));
  const open = isUnknown(dimensions) || names.some((name) => name === undefined);
  return {
    namespace: asString(step(metric, 'Namespace')),
    name: asString(step(metric, 'MetricName')),
    statistic: asString(statistic),
    dimensions: open ? 'unknown' : names.filter((name) => name !== undefined),
    values: items(dimensions).flatMap((dimension, index) => {
      const name = names[index];
      return name === undefined ? [] : [{ name, value: step(dimension, 'Value') }];
    }),
  };
}

/** Whether an alarm fires when a value is low. */
export function firesWhenLow({ comparison }: Alarm): boolean {
  return typeof comparison === 'string' && comparison.startsWith('LessThan');
}
