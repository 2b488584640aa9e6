import { UserError } from '../../util/user-error';
import type { Access } from '../access';
import { type StageAssembly, serviceStack } from '../assembly';
import { readGate } from '../live/gate';
import { readTargets } from '../live/load-balancer';
import type { LiveGate, LiveTarget, LiveTasks, Read } from '../live/model';
import { attempt, listResources, type RunningStack } from '../live/stack';
import { readTasks } from '../live/tasks';
import { portsOf } from '../ports';
import { type FailedResource, readFailedResources } from './events';
import { readStoppedTasks, type StoppedTask } from './stopped-tasks';

/** What can be seen of a stage whose deployment fails. */
export interface Evidence {
  readonly failed: Read<readonly FailedResource[]>;
  /** Absent where the service does not exist. */
  readonly service?: {
    readonly stopped: Read<readonly StoppedTask[]>;
    readonly tasks: Read<LiveTasks>;
    readonly targets: Read<readonly LiveTarget[]>;
    readonly gate: Read<LiveGate>;
  };
}

/** Where the cause is looked for. */
export interface Scene {
  readonly assembly: StageAssembly;
  readonly access: Access;
  /** The stack whose deployment fails; absent where every stack was deployed. */
  readonly stack?: string;
  /** The last event of the stack before its deployment. */
  readonly after?: string;
}

/** Looks at everything that may tell the cause; what cannot be read says why in its place. */
export async function gather({ assembly, access: { reader }, stack, after }: Scene, now: Date): Promise<Evidence> {
  const { name } = serviceStack(assembly);
  const failed = attempt(stack === undefined ? Promise.resolve([]) : readFailedResources(reader, stack, after));
  const resources = await attempt(listResources(reader, name));
  if (!('value' in resources) || !resources.value.some(({ ResourceType }) => ResourceType === 'AWS::ECS::Service')) {
    return { failed: await failed };
  }
  const ports = portsOf(assembly).map((port) => ({ ...port, containerPort: port.containerPort ?? port.port }));
  const running: RunningStack = { aws: reader, name, resources: resources.value, ports };
  const [stopped, tasks, targets, gate] = await Promise.all([
    attempt(readStoppedTasks(running)),
    attempt(readTasks(running)),
    attempt(readTargets(running)),
    attempt(readGate(running, now)),
  ]);
  return { failed: await failed, service: { stopped, tasks, targets, gate } };
}

/** The first failure of a stack as it happens, with what can be seen at that moment: a rollback takes it away. */
export class Watch {
  private evidence: Evidence | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  public constructor(
    private readonly look: () => Promise<Evidence | undefined>,
    private readonly intervalMs: number,
  ) {
    this.schedule();
  }

  /** Ends the watch; what it has seen, if anything failed. */
  public async end(): Promise<Evidence | undefined> {
    clearTimeout(this.timer);
    await this.looking;
    clearTimeout(this.timer);
    return this.evidence;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.looking = this.once();
    }, this.intervalMs);
  }

  private async once(): Promise<void> {
    try {
      this.evidence = await this.look();
    } catch (error) {
      if (!(error instanceof UserError)) throw error; // one call that fails is no reason to look away
    }
    if (this.evidence === undefined) this.schedule();
  }
}
