import type { Pitfall, PitfallId } from './pitfall';
import { addressPitfalls } from './themes/addresses-and-zones';
import { clientPitfalls } from './themes/clients';
import { credentialPitfalls } from './themes/credentials';
import { flowPitfalls } from './themes/flows';
import { healthCheckPitfalls } from './themes/health-checks';
import { logPitfalls } from './themes/logs';
import { networkPitfalls } from './themes/network';
import { portPitfalls } from './themes/ports-and-protocols';
import { registrationPitfalls } from './themes/registration';
import { rolloutPitfalls } from './themes/rollout';
import { scalingAndAlarmPitfalls } from './themes/scaling-and-alarms';
import { securityGroupPitfalls } from './themes/security-groups';
import { stackAndToolPitfalls } from './themes/stacks-and-tools';
import { stopPitfalls } from './themes/stops';

/** A group of pitfalls with one subject. */
export interface Theme {
  readonly title: string;
  readonly pitfalls: readonly Pitfall[];
}

/** Every theme, in the order of the documentation. */
export const themes: readonly Theme[] = [
  { title: 'Security groups', pitfalls: securityGroupPitfalls },
  { title: 'Clients', pitfalls: clientPitfalls },
  { title: 'Health checks', pitfalls: healthCheckPitfalls },
  { title: 'Ports and protocols', pitfalls: portPitfalls },
  { title: 'Registration of tasks', pitfalls: registrationPitfalls },
  { title: 'Flows', pitfalls: flowPitfalls },
  { title: 'Addresses and zones', pitfalls: addressPitfalls },
  { title: 'Rollout', pitfalls: rolloutPitfalls },
  { title: 'Stops', pitfalls: stopPitfalls },
  { title: 'Scaling and alarms', pitfalls: scalingAndAlarmPitfalls },
  { title: 'Credentials', pitfalls: credentialPitfalls },
  { title: 'Logs', pitfalls: logPitfalls },
  { title: 'Network', pitfalls: networkPitfalls },
  { title: 'Stacks and tools', pitfalls: stackAndToolPitfalls },
];

/** Number of a pitfall, for sorting. */
export function numberOf(id: PitfallId): number {
  return Number(id.slice(1));
}

/** Every pitfall by number. */
export const pitfalls: readonly Pitfall[] = themes
  .flatMap((theme) => theme.pitfalls)
  .sort((left, right) => numberOf(left.id) - numberOf(right.id));

export function isPitfallId(id: unknown): id is PitfallId {
  return pitfalls.some((pitfall) => pitfall.id === id);
}
