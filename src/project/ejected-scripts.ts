import type { Task, TaskStep } from 'projen';
import { DEFAULT_PACKAGE_MANAGER, type PackageManager, shell } from '../package-managers';

/** Commands of what is gone. */
const GONE = /(^|[\s/])(projen|udp-service)(\s|$)/;

/**
 * Tasks as scripts of package.json. A task that runs what is gone is no script, nor is one without a step; where other
 * tasks call it, it is left out.
 */
export function scriptsOf(tasks: readonly Task[], manager: PackageManager): Readonly<Record<string, string>> {
  return new Scripts(tasks, manager).all;
}

class Scripts {
  private readonly scripts = new Map<string, string | undefined>();

  public constructor(
    private readonly tasks: readonly Task[],
    private readonly manager: PackageManager,
  ) {}

  public get all(): Record<string, string> {
    return Object.fromEntries(
      this.tasks.flatMap((task) => {
        const script = this.scriptOf(task);
        return script === undefined ? [] : [[task.name, script]];
      }),
    );
  }

  private scriptOf(task: Task): string | undefined {
    if (!this.scripts.has(task.name)) this.scripts.set(task.name, this.make(task));
    return this.scripts.get(task.name);
  }

  private make({ steps, envVars, cwd, condition }: Task): string | undefined {
    const own = steps.filter(({ spawn }) => spawn === undefined).map((step) => this.commandOf(step));
    if (own.some((command) => command !== undefined && GONE.test(command))) return undefined;
    const commands = steps.flatMap((step, index) => {
      const command = step.spawn === undefined ? this.commandOf(step) : this.call(step, index === steps.length - 1);
      return command === undefined ? [] : [surrounded(command, step)];
    });
    return commands.length === 0 ? undefined : surrounded(commands.join(' && '), { cwd, condition, env: envVars });
  }

  private commandOf({ exec, execArgs, args = [], say }: TaskStep): string | undefined {
    if (execArgs !== undefined) return execArgs.map((word) => quoted(String(word))).join(' ');
    if (exec !== undefined) return this.withScripts([exec, ...args.map(quoted)].join(' '));
    return say === undefined ? undefined : `echo ${quoted(say)}`;
  }

  /** A command in which calls of tasks (`npx projen build`) are those of the scripts that they become. */
  private withScripts(command: string): string {
    const { exec, typed, script, scriptArguments } = this.manager;
    const starts = [shell(...exec), typed, shell(...DEFAULT_PACKAGE_MANAGER.exec), DEFAULT_PACKAGE_MANAGER.typed].join(
      '|',
    );
    const call = new RegExp(`(?:${starts}) projen ([\\w:$][\\w:.\${}-]*)( -)?`, 'g');
    return command.replace(call, (_call, name: string, option?: string) =>
      shell(...script, name, ...(option === undefined ? [] : [...scriptArguments, option.trim()])),
    );
  }

  private call({ spawn, args = [], receiveArgs }: TaskStep, isLast: boolean): string | undefined {
    const task = this.tasks.find(({ name }) => name === spawn);
    if (task === undefined || this.scriptOf(task) === undefined) return undefined;
    const { script, scriptArguments } = this.manager;
    // what is given to a script is given to its last command
    const separator = args.length > 0 || (isLast && receiveArgs) ? scriptArguments : [];
    return shell(...script, task.name, ...separator, ...args.map(quoted));
  }
}

function surrounded(
  command: string,
  { cwd, condition, env = {} }: Pick<TaskStep, 'cwd' | 'condition' | 'env'>,
): string {
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)} && `);
  const placed = [...variables, ...(cwd === undefined ? [] : [`cd ${quoted(cwd)} && `]), command].join('');
  if (condition !== undefined) return `(! (${condition}) || (${placed}))`;
  return placed === command ? command : `(${placed})`;
}

/** A word as shells read it; only what needs quotes gets them. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/(["\\$`])/g, '\\$1')}"`;
}
