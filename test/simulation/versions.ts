import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileBase, type IResolver, javascript, TextFile } from 'projen';
import { Architecture, Protocol, UdpServiceProject, type UdpServiceProjectOptions, Upgrades } from '../../src';
import type { Writer } from '../../src/files/ledger';
import { RENDERING, Rendered, type Rendering } from '../../src/files/rendering';
import { OwnedFile } from '../../src/project/ownership/owned-file';
import type { Random } from './random';

/** What repositories are made with. */
export const OPTIONS: readonly Partial<UdpServiceProjectOptions>[] = [
  {},
  {
    addresses: { elastic: true },
    clients: { anywhere: true },
    stages: [{ name: 'dev' }, { name: 'prod', production: true }],
  },
  {
    image: { ecrRepository: 'echo', initialVersion: '1' },
    task: { architecture: Architecture.ARM64 },
    packageManager: javascript.NodePackageManager.PNPM,
  },
  { packageManager: javascript.NodePackageManager.YARN_BERRY, upgrades: Upgrades.RENOVATE },
  {
    ports: [{ name: 'dns', port: 53, protocol: Protocol.TCP_UDP }],
    projenOptions: { license: 'MIT', copyrightOwner: 'Acme' },
  },
];

/** One version of the template: what it makes otherwise than this checkout. */
export interface TemplateVersion {
  readonly version: string;
  readonly change: (project: UdpServiceProject) => void;
}

/** Managed files whose content versions change. */
const CHANGING = [
  'src/main.ts',
  'src/template/zones.ts',
  'src/template/constructs/metrics.ts',
  'health/gate.py',
  'docs/service.md',
  '.github/workflows/build.yml',
];
/** Managed files that versions do not write any more. */
const LEAVING = [
  'src/template/stage.ts',
  'src/template/constructs/reach.ts',
  'test/template/support/nag.ts',
  'jest.config.json',
];
/** Files that versions begin to write, some where users have files of their own. */
export const COMING = ['src/new.ts', 'docs/operating.md', 'notes.txt', 'test/new.test.ts', 'deep/er/file.txt'];
/** Managed files that versions hand over to the user. */
const HANDED_OVER = ['src/template/alarm-catalogue.ts', 'src/template/canonical.ts'];
/** Files of the user that versions begin to manage. */
const TAKEN_OVER = ['app/Dockerfile', 'src/extensions.ts'];

/** Versions of a template, each with changes of every kind; the same for the same random numbers. */
export function templateVersions(count: number, random: Random): readonly TemplateVersion[] {
  return Array.from({ length: count }, (_, index) => {
    const version = `1.${index}.0`;
    return { version, change: index === 0 ? () => undefined : changesOf(version, random) };
  });
}

function changesOf(version: string, random: Random): TemplateVersion['change'] {
  const some = (paths: readonly string[], probability: number) => paths.filter(() => random.chance(probability));
  const changing = some(CHANGING, 0.7);
  const leaving = some(LEAVING, 0.4);
  const coming = some(COMING, 0.5);
  const handedOver = some(HANDED_OVER, 0.4);
  const takenOver = some(TAKEN_OVER, 0.3);
  const keys = some(['script', 'field', 'dropped', 'dependency', 'context'], 0.5);
  return (project) => {
    for (const path of changing) append(project.tryFindFile(path), `${comment(path)} since ${version}\n`);
    for (const path of [...leaving, ...handedOver]) project.tryRemoveFile(path);
    for (const path of coming) new TextFile(project, path, { lines: [`${comment(path)} of ${version}`, ''] });
    for (const path of handedOver) new OwnedFile(project, path, `// yours since ${version}\n`);
    for (const path of takenOver) {
      removeOwned(project, path);
      new TextFile(project, path, { lines: [`${comment(path)} managed since ${version}`, ''] });
    }
    if (keys.includes('script')) project.package.setScript('versioned', `echo ${version}`);
    if (keys.includes('field')) project.package.addField('homepage', `https://example.com/${version}`);
    if (keys.includes('dependency')) project.addDevDeps('left-pad@1.3.0');
    if (keys.includes('dropped')) project.cdkConfig.json.addDeletionOverride('output');
    if (keys.includes('context')) project.cdkConfig.json.addOverride('context.versioned', version);
    project.gitignore.exclude(`/build-${version}/`);
  };
}

/** A project of a version, in a folder. */
export function projectOf(
  directory: string,
  { version, change }: TemplateVersion,
  options: Partial<UdpServiceProjectOptions>,
): UdpServiceProject {
  const project = new UdpServiceProject({ name: 'echo', ...options, outdir: directory });
  for (const level of ['info', 'warn'] as const) project.logger[level] = () => undefined;
  // the package knows one version of itself
  const versioned = project as unknown as { writer: Writer };
  versioned.writer = { ...versioned.writer, template: { ...versioned.writer.template, version } };
  change(project);
  return project;
}

/** What a version makes of every file, as the commands learn it: by a synth that ends its process. */
export function renderingOf(
  directory: string,
  version: TemplateVersion,
  options: Partial<UdpServiceProjectOptions>,
): Rendering {
  const folder = mkdtempSync(join(tmpdir(), 'rendering-'));
  const file = join(folder, 'rendering.json');
  process.env[RENDERING] = file;
  try {
    projectOf(directory, version, options).synth();
  } catch (error) {
    if (!Rendered.is(error)) throw error;
  } finally {
    delete process.env[RENDERING];
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Rendering;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function comment(path: string): string {
  return path.endsWith('.ts') ? '//' : '#';
}

/** Adds text to what a file holds; does nothing where there is no such file. */
function append(file: FileBase | undefined, text: string): void {
  const renderer = file as unknown as { synthesizeContent(resolver: IResolver): string | undefined } | undefined;
  if (renderer === undefined) return;
  const render = renderer.synthesizeContent.bind(renderer);
  renderer.synthesizeContent = (resolver) => `${render(resolver)}${text}`;
}

function removeOwned(project: UdpServiceProject, path: string): void {
  for (const component of project.components) {
    if (component instanceof OwnedFile && component.path === path) {
      component.node.scope?.node.tryRemoveChild(component.node.id);
    }
  }
}
