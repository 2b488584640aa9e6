import { ALARM_CATALOGUE, alarmsOf, type StageAlarm } from '../../../model/alarm-catalogue';
import type { AlarmKind, Service, Stage } from '../../../model/model';
import { table } from '../../../util/markdown';
import { bullets, code, literal, type Section } from '../markdown';
import { inShell } from './commands';
import { REMEDIES } from './remedies';

/** The alarms that the stages have, by kind: what each means, when it fires and what to do first. */
export function alarmsSection(service: Service): Section {
  const kinds = (Object.keys(ALARM_CATALOGUE) as AlarmKind[]).filter((kind) =>
    service.stages.some((stage) => ofKind(stage, kind).length > 0),
  );
  return {
    title: 'Alarms',
    blocks: [
      table(
        ['stage', 'alarms', 'they go to', 'deployment events'],
        service.stages.map((stage) => [
          stage.name,
          String(alarmsOf(stage).length),
          topic(stage),
          stage.operations.deploymentEvents,
        ]),
      ),
      kinds.length > 0
        ? 'The description of each alarm holds the first command with the names of its resources filled in. Here the ' +
          'names are variables, set by the commands above. Metrics of blocked flows and those with `_UDP` in their name ' +
          'are published only while they are not zero.'
        : 'No stage has alarms (`operations.alarms`): nobody is told when something is wrong.',
    ],
    sections: kinds.map((kind) => alarmSection(service, kind)),
  };
}

/** Its heading makes the anchor that the descriptions of the alarms name: `alarm-<kind>`. */
function alarmSection({ name, stages }: Service, kind: AlarmKind): Section {
  const { title, meaning, firstCommand } = ALARM_CATALOGUE[kind];
  const having = stages.filter((stage) => ofKind(stage, kind).length > 0);
  return {
    title: `Alarm ${kind}`,
    blocks: [
      `**${title}.** ${meaning}`,
      table(
        ['stage', 'alarms', 'fires when', 'no data', 'rolls a deployment back'],
        having.flatMap((stage) => rows(name, stage, ofKind(stage, kind))),
      ),
      `First:\n\n${code('sh', inShell(firstCommand))}`,
      bullets(...REMEDIES[kind]),
    ],
  };
}

function ofKind(stage: Stage, kind: AlarmKind): StageAlarm[] {
  return alarmsOf(stage).filter((alarm) => alarm.kind === kind);
}

/** Alarms of one stage that differ by port and zone alone share a row. */
function rows(serviceName: string, stage: Stage, alarms: readonly StageAlarm[]): string[][] {
  const byCondition = new Map<string, StageAlarm[]>();
  for (const alarm of alarms) {
    const condition = firesWhen(alarm);
    byCondition.set(condition, [...(byCondition.get(condition) ?? []), alarm]);
  }
  return [...byCondition].map(([condition, same]) => [
    stage.name,
    same.map(({ id }) => literal(`${serviceName}-${stage.name}-${id}`)).join(', '),
    condition,
    same[0].missing === 'breaching' ? 'fires' : 'is well',
    same[0].rollsBack ? 'yes' : 'no',
  ]);
}

function firesWhen({ metric, statistic, fires, threshold, datapoints, periods, periodMinutes }: StageAlarm): string {
  const minutes = `${periodMinutes} min`;
  const window = periods === 1 ? `over ${minutes}` : `in ${datapoints} of ${periods} periods of ${minutes}`;
  return `${literal(metric)} (${statistic}) ${fires} ${threshold} ${window}`;
}

function topic({ operations }: Stage): string {
  if (operations.topic === undefined) return 'nobody';
  const { arn, emails } = operations.topic;
  return [arn === undefined ? 'topic of the stack (output `AlarmTopicArn`)' : literal(arn), ...emails].join(', ');
}
