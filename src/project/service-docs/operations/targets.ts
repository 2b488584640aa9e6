import { ALARM_CATALOGUE } from '../../../model/alarm-catalogue';
import type { Service } from '../../../model/model';
import { bullets, code, literal, type Section } from '../markdown';
import { inShell } from './commands';

/** What the reasons of unhealthy targets mean. */
export function targetsSection({ stages }: Service): Section {
  const gated = stages.some(({ healthGate }) => healthGate !== undefined);
  return {
    title: 'Unhealthy targets',
    blocks: [
      'Each target with its state and its reason:',
      code('sh', inShell(ALARM_CATALOGUE['healthy-hosts'].firstCommand)),
      bullets(
        ...(gated ? WITH_GATE : []),
        `${literal('Target.Timeout')}: nothing answers on the port of the check. ${gated ? 'The gate' : 'The application'} ` +
          'does not run, or a rule between the two security groups is missing.',
        ...(gated ? [] : [`${literal('Target.FailedHealthChecks')}: the application refuses the connection.`]),
        `${literal('Elb.InitialHealthChecking')}: a new target is not judged for up to two minutes; wait.`,
        `No target at all: no task runs, or none is registered. See [Deployments](#deployments).`,
      ),
    ],
  };
}

const WITH_GATE = [
  `${literal('Target.ResponseCodeMismatch')} or ${literal('Target.FailedHealthChecks')}: the gate says no. The last ` +
    `${literal('state')} line of its log names the port and the reason: ${literal('refused')} (nothing is bound), ` +
    `${literal('timeout')} (no answer), ${literal('mismatch')} (a wrong one), ${literal('stuck')} (nobody reads):\n\n` +
    code('sh', inShell(ALARM_CATALOGUE['gate-degraded'].firstCommand)),
  'The gate is wrong, and clients do get answers: ' +
    '[Overrule the health gate](#overrule-the-health-gate-kill-switch).',
];
