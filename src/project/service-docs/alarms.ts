import { ALARM_CATALOGUE, alarmsOf, type StageAlarm } from '../../model/alarm-catalogue';
import type { AlarmKind, Service, Stage } from '../../model/model';
import { inShell } from './commands';
import { literals, row } from './values';

/** The alarms that the stages have, by kind: what each means, when it fires and what to look at first. */
export function alarms({ name, stages }: Service) {
  const kinds = (Object.keys(ALARM_CATALOGUE) as AlarmKind[]).filter((kind) =>
    stages.some((stage) => ofKind(stage, kind).length > 0),
  );
  return kinds.map((kind) => {
    const { title, meaning, firstCommand } = ALARM_CATALOGUE[kind];
    return {
      kind,
      title,
      meaning,
      command: inShell(firstCommand),
      rows: stages.flatMap((stage) => rows(name, stage, ofKind(stage, kind))),
    };
  });
}

function ofKind(stage: Stage, kind: AlarmKind): StageAlarm[] {
  return alarmsOf(stage).filter((alarm) => alarm.kind === kind);
}

/** Alarms of one stage that differ by port and zone alone share a row. */
function rows(service: string, stage: Stage, ofOneKind: readonly StageAlarm[]) {
  const byCondition = new Map<string, StageAlarm[]>();
  for (const alarm of ofOneKind) {
    const condition = JSON.stringify(conditionOf(alarm));
    byCondition.set(condition, [...(byCondition.get(condition) ?? []), alarm]);
  }
  return [...byCondition.values()].map((same) =>
    row({
      stage: stage.name,
      names: literals(same.map(({ id }) => `${service}-${stage.name}-${id}`)),
      ...conditionOf(same[0]),
      breaching: same[0].missing === 'breaching',
      rollsBack: same[0].rollsBack,
    }),
  );
}

function conditionOf({ metric, statistic, fires, threshold, datapoints, periods, periodMinutes }: StageAlarm) {
  return { metric, statistic, fires, threshold, datapoints, periods, periodMinutes, onePeriod: periods === 1 };
}
