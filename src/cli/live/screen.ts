import type { Live, LiveGate, LiveLoadBalancer, LiveTarget, LiveTasks, Read } from '../../delivery/live/model';

const CHANGES_SHOWN = 5;

/** Everything on one screen. */
export function screen(live: Live): string {
  const { loadBalancer, targets } = live;
  const lines = [
    `${live.service} ${live.stage}${live.region ? ` (${live.region})` : ''}, stack ${live.stackStatus}`,
    '',
    ...part('load balancer', loadBalancer, ({ name, state }) => [`${state}  ${name}`]),
    ...part('zones', zones(loadBalancer, targets), (rows) => rows),
    ...part('tasks', live.tasks, tasks),
    ...(live.gate ? part('health gate', live.gate, gate) : []),
    ...part('flows of the last hour', live.flows, (counts) =>
      counts.map(({ what, count }) => `${mark(count === 0)} ${count} ${what}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function part<T>(title: string, read: Read<T>, lines: (value: T) => readonly string[]): string[] {
  const body = 'problem' in read ? [`? ${read.problem}`] : lines(read.value);
  return [title, ...body.map((line) => `  ${line}`)];
}

function mark(good: boolean): string {
  return good ? 'ok' : '!!';
}

/** A zone a line: its addresses, and how many targets of each port are in which state. */
function zones(loadBalancer: Read<LiveLoadBalancer>, targets: Read<readonly LiveTarget[]>): Read<string[]> {
  if ('problem' in targets) return targets;
  const addresses = new Map(
    'value' in loadBalancer ? loadBalancer.value.zones.map(({ zone, addresses: all }) => [zone, all] as const) : [],
  );
  const names = [...new Set([...addresses.keys(), ...targets.value.map(({ zone }) => zone)])].sort();
  return {
    value: names.map((zone) => {
      const here = targets.value.filter((target) => target.zone === zone);
      const healthy = here.length > 0 && here.every(({ state }) => state === 'healthy');
      const shown = addresses.get(zone)?.join(', ') || 'no address seen';
      return [mark(healthy), zone, shown, here.length > 0 ? byPort(here) : 'no target in this zone'].join('  ');
    }),
  };
}

function byPort(targets: readonly LiveTarget[]): string {
  const counts = new Map<string, number>();
  for (const { port, state, reason } of targets) {
    const text = `port ${port} ${state}${reason ? ` (${reason})` : ''}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `${count} × ${text}`).join(', ');
}

function tasks({ desired, running, pending, deployments, lastEvent }: LiveTasks): string[] {
  return [
    `${mark(running === desired)} ${running} of ${desired} running${pending > 0 ? `, ${pending} starting` : ''}`,
    ...deployments.map(
      ({ status, state, revision, updatedAt, reason }) =>
        `${mark(state === 'COMPLETED')} deployment ${status} of ${revision}: ${state}, ${updatedAt}${reason ? ` (${reason})` : ''}`,
    ),
    ...(lastEvent ? [`last event ${lastEvent.at}: ${lastEvent.message}`] : []),
  ];
}

function gate({ verdicts, changes }: LiveGate): string[] {
  const ports = [...new Set(verdicts.map(({ port }) => port))].sort();
  return [
    ...(ports.length > 0 ? ports.map((port) => verdict(port, verdicts)) : ['!! no line in the last minutes']),
    ...changes
      .slice(-CHANGES_SHOWN)
      .map(({ at, port, before, state, reason }) => `${at} port ${port}: ${before} -> ${state} (${reason})`),
  ];
}

function verdict(port: string, all: LiveGate['verdicts']): string {
  const verdicts = all.filter((one) => one.port === port);
  const healthy = verdicts.filter((one) => one.healthy).length;
  const alwaysOn = verdicts.some((one) => one.alwaysOn);
  const sum = (field: 'probes' | 'failures' | 'drops') => verdicts.reduce((total, one) => total + one[field], 0);
  return [
    `${mark(healthy === verdicts.length && !alwaysOn)} port ${port}: ok in ${healthy} of ${verdicts.length} tasks`,
    `${sum('failures')} of ${sum('probes')} probes failed`,
    `${sum('drops')} datagrams dropped`,
    ...(alwaysOn ? ['the kill switch is on'] : []),
  ].join(', ');
}
