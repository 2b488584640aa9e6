import type { Service } from '../../../model/model';
import type { Section } from '../markdown';
import { addRegion } from './add-region';
import { addressCutover } from './address-cutover';
import { changePort } from './change-port';
import { killSwitch } from './kill-switch';
import { moveVpc } from './move-vpc';
import { rename } from './rename';
import { replaceLoadBalancer } from './replace-load-balancer';
import { retireStage } from './retire-stage';
import { zones } from './zones';

const RUNBOOKS = [
  killSwitch,
  changePort,
  zones,
  addRegion,
  moveVpc,
  replaceLoadBalancer,
  addressCutover,
  rename,
  retireStage,
];

/** What to do, step by step, when more changes than an option. */
export function runbooksSection(service: Service): Section {
  return {
    title: 'Runbooks',
    blocks: [
      'Commands hold the names of this service; what stands in angle brackets is yours to fill in. Before any deployment, ' +
        '`npx udp-service impact` tells what it does to what runs.',
    ],
    sections: RUNBOOKS.map((runbook) => runbook(service)).filter((section) => section !== undefined),
  };
}
