import type { Service, Stage, Task } from '../../../model/model';
import type { RunnerOptions, RunnersOptions } from '../../../options';
import type { Checks } from '../../../service/resolve/checks';
import type { GitHubHost, Runner, Runners } from './model';

type Architecture = Task['architecture'];

/** GitHub's own. */
const HOSTED: Readonly<Record<'standard' | Architecture, Runner>> = {
  standard: { labels: ['ubuntu-24.04'] },
  ARM64: { labels: ['ubuntu-24.04-arm'] },
  X86_64: { labels: ['ubuntu-24.04'] },
};

const OPTION = { ARM64: 'arm64', X86_64: 'x64' } as const satisfies Record<Architecture, keyof RunnersOptions>;

/** Resolves where jobs run, and refuses stages whose images none of the runners can build. */
export function resolveRunners(options: RunnersOptions, host: GitHubHost, service: Service, checks: Checks): Runners {
  const { standard, docker = true } = options;
  for (const key of ['standard', 'arm64', 'x64'] as const) {
    if (options[key]) checkRunner(options[key], checks.at(key));
  }
  if (standard === undefined && host.kind === 'server') {
    checks.refuse(
      'standard',
      undefined,
      `${host.name} is a GitHub Enterprise Server, which has no runners of GitHub's`,
      "Give the labels of your own, for example { labels: ['self-hosted', 'linux'] }.",
    );
  }
  const built = service.stages.filter(({ image }) => image.source === 'asset');
  if (!docker && built.length > 0) {
    checks.refuse(
      'docker',
      false,
      `the image of ${named(built)} is built from a directory, which takes Docker`,
      "Build it elsewhere and give 'image.ecrRepository' or 'image.registry', or let 'docker' be true.",
    );
  }
  const byArchitecture: Partial<Record<Architecture, Runner>> = {};
  for (const architecture of new Set(docker ? built.map(({ task }) => task.architecture) : [])) {
    const runner = options[OPTION[architecture]] ?? (standard ? undefined : HOSTED[architecture]);
    if (runner) byArchitecture[architecture] = toRunner(runner);
    else {
      const stages = named(built.filter(({ task }) => task.architecture === architecture));
      checks.refuse(
        OPTION[architecture],
        undefined,
        `'standard' stands in for GitHub's runners, and the image of ${stages} is built for ${architecture}`,
        `Give the runner that builds for ${architecture}; it may be that of 'standard' where that has emulation.`,
      );
    }
  }
  return { standard: toRunner(standard ?? HOSTED.standard), byArchitecture, docker };
}

function named(stages: readonly Stage[]): string {
  return `${stages.length === 1 ? 'stage' : 'the stages'} ${stages.map(({ name }) => `'${name}'`).join(', ')}`;
}

function checkRunner({ labels, group }: RunnerOptions, checks: Checks): void {
  // no expression, and nothing that YAML or GitHub reads as more than one name
  const pattern = /^[A-Za-z0-9][A-Za-z0-9 ._:/@=-]*$/;
  const form = 'letters, digits, spaces and any of . _ : / @ = -, beginning with a letter or digit';
  if (labels.length === 0 && group === undefined) {
    checks.refuse('labels', labels, 'neither a label nor a group says which runner is meant', 'Give a label.');
  }
  for (const label of labels) checks.text('labels', label, pattern, form, 'self-hosted');
  if (group !== undefined) checks.text('group', group, pattern, form, 'delivery');
}

function toRunner({ labels, group }: RunnerOptions | Runner): Runner {
  return { labels, ...(group !== undefined && { group }) };
}
