import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogGroupHandles } from '../extension-points';

/** What the saved queries are made of. */
export interface SavedQueriesProps {
  readonly serviceName: string;
  readonly stageName: string;
  readonly logGroups: LogGroupHandles;
}

/** Queries of CloudWatch Logs Insights for the questions that come first. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { serviceName, stageName, logGroups }: SavedQueriesProps) {
    super(scope, id);
    const add = (name: string, title: string, logGroup: logs.ILogGroup, query: logs.QueryStringProps) =>
      new logs.QueryDefinition(this, name, {
        queryDefinitionName: `${serviceName}/${stageName}/${title}`,
        queryString: new logs.QueryString(query),
        logGroups: [logGroup],
      });
    const { application, healthGate } = logGroups;
    add('ApplicationErrors', 'Application: errors', application, {
      fields: ['@timestamp', '@logStream', '@message'],
      filterStatements: ['@message like /(?i)(error|exception|fatal|panic|traceback)/'],
      sort: '@timestamp desc',
      limit: 200,
    });
    add('ApplicationVolume', 'Application: lines by task', application, {
      statsStatements: ['count(*) as lines by @logStream'],
      sort: 'lines desc',
      limit: 100,
    });
    if (healthGate === undefined) return;
    add('GateVerdicts', 'Health gate: changes of verdict', healthGate, {
      fields: ['@timestamp', '@logStream', 'name', 'before', 'state', 'reason', 'detail'],
      filterStatements: ['event = "state"'],
      sort: '@timestamp desc',
      limit: 200,
    });
    add('GateProbes', 'Health gate: failures and drops by port', healthGate, {
      filterStatements: ['event = "metrics"'],
      statsStatements: ['sum(Probes) as probes, sum(Failures) as failures, sum(Drops) as drops by Port, bin(5m)'],
      limit: 1000,
    });
    add('GateProblems', 'Health gate: warnings and drains', healthGate, {
      fields: ['@timestamp', '@logStream', 'event', 'cause', 'seconds'],
      filterStatements: ['event in ["warning", "draining"]'],
      sort: '@timestamp desc',
      limit: 200,
    });
  }
}
