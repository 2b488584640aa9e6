import { ALARM_CATALOGUE } from '../../model/alarm-catalogue';
import type { Service } from '../../model/model';
import { renderTemplate } from '../../util/template';
import { documentTemplate } from '../blueprint';
import type { Wording } from '../document-wording';
import { addresses } from './addresses';
import { alarms } from './alarms';
import { inShell } from './commands';
import { costs } from './costs';
import { diagrams } from './diagram';
import { peers } from './peers';
import { ports } from './ports';
import { runbooks } from './runbooks';
import { stageValues } from './stages';
import { separated } from './values';

/** The service in words and pictures, as Markdown: `blueprint/docs/service.md`, filled with the values of the service. */
export function serviceDocument(service: Service, wording: Wording): string {
  const ofKinds = alarms(service).map((alarm) => ({
    ...alarm,
    remedies: renderTemplate(`alarms/${alarm.kind}`, wording, documentTemplate).trimEnd(),
  }));
  return renderTemplate(
    'service',
    { ...wording, ...values(service), alarms: ofKinds, anyAlarm: ofKinds.length > 0 },
    documentTemplate,
  );
}

function values(service: Service) {
  const scaled = service.stages.flatMap(({ capacity }) => capacity.autoscaling ?? []);
  return {
    service: service.name,
    stages: separated(service.stages.map((stage) => stageValues(service, stage))),
    diagrams: diagrams(service),
    ports: ports(service),
    peers: peers(service),
    addresses: addresses(service),
    targets: {
      command: inShell(ALARM_CATALOGUE['healthy-hosts'].firstCommand),
      gateCommand: inShell(ALARM_CATALOGUE['gate-degraded'].firstCommand),
    },
    scaling: {
      any: scaled.length > 0,
      byPackets: scaled.some(({ packetsPerSecondPerTask }) => packetsPerSecondPerTask !== undefined),
    },
    costs: costs(service),
    ...runbooks(service),
  };
}
