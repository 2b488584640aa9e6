import { spawnSync } from 'node:child_process';

/** A program that a test needs and that npm does not install. */
interface Tool {
  readonly probe: readonly [command: string, ...args: string[]];
  readonly remedy: string;
}

const TOOLS = {
  moto: {
    probe: ['python3', '-c', 'import moto.server, boto3'],
    remedy: "pip install 'moto[server]==5.2.1'",
  },
  'cfn-lint': { probe: ['cfn-lint', '--version'], remedy: 'pip install cfn-lint' },
  shellcheck: { probe: ['shellcheck', '--version'], remedy: 'apt-get install shellcheck' },
  aws: { probe: ['aws', '--version'], remedy: 'pip install awscli' },
  jq: { probe: ['jq', '--version'], remedy: 'apt-get install jq' },
  git: { probe: ['git', '--version'], remedy: 'install git' },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

const available = new Map<ToolName, boolean>();

/** Whether the tool can be started on this machine. */
export function hasTool(name: ToolName): boolean {
  if (!available.has(name)) {
    const [command, ...args] = TOOLS[name].probe;
    available.set(name, spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0);
  }
  return available.get(name) === true;
}

/** How a missing tool is installed. */
export function remedyFor(name: ToolName): string {
  return TOOLS[name].remedy;
}

/**
 * A `describe` that needs tools: without them it is reported as skipped by name, and fails where `STRICT=1`
 * promises that nothing is skipped.
 */
export function describeWith(tools: readonly ToolName[], name: string, body: () => void): void {
  const missing = tools.filter((tool) => !hasTool(tool));
  if (missing.length === 0) {
    describe(name, body);
    return;
  }
  const reason = `needs ${missing.map((tool) => `${tool} (${remedyFor(tool)})`).join(', ')}`;
  if (process.env.STRICT === '1') {
    describe(name, () => {
      test(reason, () => {
        throw new Error(`${name}: ${reason}, and STRICT=1 allows no skip`);
      });
    });
  } else {
    describe.skip(`${name} [${reason}]`, body);
  }
}
