import type { Clients, HealthGate, LoadBalancer, Port, SmokeTest } from '../../model/model';
import { SmokeTestFrom, type SmokeTestOptions } from '../../options';
import type { Checks } from './checks';

/** What decides where a smoke test can come from. */
interface Reach {
  readonly ports: readonly Port[];
  readonly healthGate?: HealthGate;
  readonly loadBalancer: LoadBalancer;
  readonly clients: Clients;
  /** Whether the roles of the tasks are made elsewhere. */
  readonly existingRoles: boolean;
}

const DEFAULT_TIMEOUT = 120;
const ANYBODY = '0.0.0.0/0';

/** Resolves the smoke test; `undefined` where there is none. */
export function resolveSmokeTest(options: SmokeTestOptions, reach: Reach, checks: Checks): SmokeTest | undefined {
  const { from = defaultFrom(reach), timeoutSeconds = DEFAULT_TIMEOUT } = options;
  checks.integer('timeoutSeconds', timeoutSeconds, 5, 900, ' seconds');
  if (options.from === SmokeTestFrom.TASK) checkTask(reach, checks);
  if (options.from === SmokeTestFrom.RUNNER && !isAnswered(reach) && !servesTcp(reach)) {
    refuseUnanswered(options.from, checks);
  }
  return from === SmokeTestFrom.NONE ? undefined : { from, timeoutSeconds };
}

function defaultFrom(reach: Reach): SmokeTestFrom {
  const { loadBalancer, clients, existingRoles } = reach;
  if (loadBalancer.scheme === 'internal') {
    return isAnswered(reach) && !existingRoles ? SmokeTestFrom.TASK : SmokeTestFrom.NONE;
  }
  const fromAnywhere = clients.cidrs.includes(ANYBODY) && (isAnswered(reach) || servesTcp(reach));
  return fromAnywhere ? SmokeTestFrom.RUNNER : SmokeTestFrom.NONE;
}

function checkTask(reach: Reach, checks: Checks): void {
  if (reach.loadBalancer.scheme !== 'internal') {
    checks.refuse(
      'from',
      SmokeTestFrom.TASK,
      'a task reaches an internet-facing load balancer from an address of the internet, which no rule can name beforehand',
      "Use SmokeTestFrom.RUNNER with runners that 'clients' admits, or SmokeTestFrom.NONE.",
    );
  } else if (reach.healthGate === undefined) {
    checks.refuse(
      'from',
      SmokeTestFrom.TASK,
      'the task runs on the image of the health gate, and the service has none',
      "Give it one ('healthGate.enabled'), or use SmokeTestFrom.NONE.",
    );
  } else if (!isAnswered(reach) && !servesTcp(reach)) {
    refuseUnanswered(SmokeTestFrom.TASK, checks);
  }
}

function refuseUnanswered(from: SmokeTestFrom, checks: Checks): void {
  checks.refuse(
    'from',
    from,
    'no port can be asked: a probe of the socket table gets no answer, a signed one needs the secret, and one over loopback reaches nobody else',
    "Give a port a probe that is answered ('probe'), or use SmokeTestFrom.NONE.",
  );
}

/** Whether a UDP port has a probe that others than the gate may send. */
function isAnswered({ healthGate }: Reach): boolean {
  return (healthGate?.config.checks ?? []).some(
    ({ transports, probe }) =>
      transports.includes('udp') && probe.kind === 'datagram' && !probe.radius && probe.target !== 'loopback',
  );
}

function servesTcp({ ports }: Reach): boolean {
  return ports.some(({ protocol }) => protocol !== 'UDP');
}
