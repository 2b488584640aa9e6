import type { LiveGate } from './model';
import { physicalId, type RunningStack } from './stack';

const GATE_MINUTES = 15;
/** Lines of the gate that are read: one a port, task and minute, and the changes between them. */
const GATE_LINES = '500';

interface GateLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

export async function readGate(stack: RunningStack, now: Date): Promise<LiveGate> {
  const { events } = await stack.aws<{ events: { logStreamName: string; timestamp: number; message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    physicalId(stack, 'AWS::Logs::LogGroup', 'HealthGate'),
    '--start-time',
    String(now.getTime() - GATE_MINUTES * 60_000),
    '--max-items',
    GATE_LINES,
  );
  const verdicts = new Map<string, LiveGate['verdicts'][number]>();
  const changes: LiveGate['changes'][number][] = [];
  for (const { logStreamName, timestamp: time, message } of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    const line = parse(message);
    const task = logStreamName.split('/').pop() ?? logStreamName;
    if (line?.event === 'metrics') {
      const port = String(line.Port);
      verdicts.set(`${port} ${task}`, {
        port,
        task,
        healthy: line.Healthy === 1,
        alwaysOn: line.AlwaysOn === 1,
        probes: Number(line.Probes),
        failures: Number(line.Failures),
        drops: Number(line.Drops),
      });
    } else if (line?.event === 'state') {
      const { name, before, state, reason } = line;
      changes.push({
        at: new Date(time).toISOString(),
        port: String(name),
        before: String(before),
        state: String(state),
        reason: String(reason),
      });
    }
  }
  return { verdicts: [...verdicts.values()], changes };
}

function parse(message: string): GateLine | undefined {
  try {
    return JSON.parse(message) as GateLine;
  } catch {
    return undefined; // What Python prints when it dies is no line of the gate's.
  }
}
