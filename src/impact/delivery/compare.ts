import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE } from '../../files/manifest';
import { installedTemplate } from '../../files/template';
import { PACKAGE_MANAGER_FOLDER, settingsFileNames } from '../../package-managers';
import { canonical, isObject, type Json, type JsonObject } from '../../util/json';
import { isCheckingTool } from './checking-tools';
import { lockedVersions } from './lockfile';

/** A change of how the service is built and deployed, which no template shows; never merges by itself. */
export interface DeliveryChange {
  readonly kind: 'workflow' | 'action' | 'task' | 'migration' | 'dependency' | 'configuration';
  /** File in the repository. */
  readonly path: string;
  /** Action, task, migration or package; absent where the file as a whole is meant. */
  readonly subject?: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: string;
  readonly after?: string;
}

/** Where a checkout lies: its repository and, within it, the folder of the app. */
export interface Checkout {
  readonly repository: string;
  readonly directory: string;
}

const TASKS_FILE = '.projen/tasks.json';
const WORKFLOW_FOLDERS = ['.github/workflows', '.github/actions', PACKAGE_MANAGER_FOLDER];

/** Files of the repository that decide who may change what, by which tools. */
const REPOSITORY_FILES = [
  '.github/CODEOWNERS',
  '.github/dependabot.yml',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.github/renovate-udp-service.json',
  'CODEOWNERS',
  'docs/CODEOWNERS',
];

/** Files of the app that decide what is installed, synthesized and deployed. */
const APP_FILES = ['cdk.json', 'renovate.json', 'renovate.json5', ...settingsFileNames()].sort();

const USES = /^\s*(?:-\s+)?uses:\s*["']?([^\s"'#]+)["']?/gm;

export function compareDelivery(base: Checkout, head: Checkout): DeliveryChange[] {
  return [
    ...compareWorkflows(base.repository, head.repository),
    ...REPOSITORY_FILES.flatMap((path) => compareFile('configuration', base.repository, head.repository, path)),
    ...APP_FILES.flatMap((path) => compareFile('configuration', base.directory, head.directory, path)),
    ...compareTasks(base.directory, head.directory),
    ...compareMigrations(base.directory, head.directory),
    ...compareDependencies(base.directory, head.directory),
  ];
}

function compareWorkflows(base: string, head: string): DeliveryChange[] {
  return WORKFLOW_FOLDERS.flatMap((folder) => compareFolder('workflow', base, head, folder)).flatMap((change) => {
    const actions = compareMaps('action', change.path, actionsOf(base, change.path), actionsOf(head, change.path));
    return [change, ...actions];
  });
}

/** Pinned reference of every action that a workflow uses. */
function actionsOf(root: string, path: string): Map<string, string> {
  const actions = new Map<string, Set<string>>();
  for (const match of (readText(root, path) ?? '').matchAll(USES)) {
    const [name = '', reference = ''] = (match[1] as string).split('@');
    actions.set(name, (actions.get(name) ?? new Set()).add(reference));
  }
  return new Map([...actions].map(([name, references]) => [name, [...references].sort().join(', ')]));
}

function compareTasks(base: string, head: string): DeliveryChange[] {
  const [before, after] = [readJson(base, TASKS_FILE), readJson(head, TASKS_FILE)];
  const tasks = (file: JsonObject): Map<string, string> =>
    new Map(isObject(file.tasks) ? Object.entries(file.tasks).map(([name, task]) => [name, canonical(task)]) : []);
  const rest = ({ tasks: _tasks, ...others }: JsonObject): string => canonical(others);
  // A task is many lines: that it changed is told, how is seen in the file.
  const changed = compareMaps('task', TASKS_FILE, tasks(before), tasks(after)).map(
    ({ before: _before, after: _after, ...change }): DeliveryChange => change,
  );
  return rest(before) === rest(after) ? changed : [...changed, { kind: 'task', path: TASKS_FILE, change: 'changed' }];
}

/** What the repository went through between two template versions; the rest of the manifest only records it. */
function compareMigrations(base: string, head: string): DeliveryChange[] {
  const [before, after] = [base, head].map((root) => {
    const { migrations } = readJson(root, MANIFEST_FILE);
    return new Map((Array.isArray(migrations) ? migrations : []).map((id) => [String(id), 'applied']));
  }) as [Map<string, string>, Map<string, string>];
  return compareMaps('migration', MANIFEST_FILE, before, after).map(
    ({ before: _before, after: _after, ...change }): DeliveryChange => change,
  );
}

function compareDependencies(base: string, head: string): DeliveryChange[] {
  const [before, after] = [base, head].map((root) => {
    const manifest = readJson(root, 'package.json');
    const ranges = deployPathDependencies(manifest);
    const locked = lockedVersions(root, ranges);
    // Without a lockfile the range is all that is fixed.
    return new Map([...ranges].map(([name, range]) => [name, locked.get(name) ?? range]));
  });
  const changes = compareMaps(
    'dependency',
    'package.json',
    before as Map<string, string>,
    after as Map<string, string>,
  );
  const own = templatePackages(head);
  return changes
    .map(({ before: old, after: fresh, ...change }) => ({ ...change, ...shortened(old, fresh) }))
    .filter(({ subject, before: old, after: fresh }) => {
      // another content of the same version is no upgrade
      const isUpgrade = old !== undefined && fresh !== undefined && !`${old}${fresh}`.includes(' ');
      return !(isUpgrade && own.has(subject ?? ''));
    });
}

/** Packages whose every effect is compared by itself: the files that they write, and what is synthesized from those. */
function templatePackages(root: string): ReadonlySet<string> {
  const { preset } = readJson(root, MANIFEST_FILE);
  const name = isObject(preset) ? preset.name : undefined;
  return new Set([installedTemplate().name, ...(typeof name === 'string' ? [name] : [])]);
}

/** Versions alone where they differ; with their digests where the same version has another content. */
function shortened(before: string | undefined, after: string | undefined): Pick<DeliveryChange, 'before' | 'after'> {
  const [old, fresh] = [before, after].map((identity) => identity?.split(' ')[0]);
  const [a, b] = old === fresh ? [before, after] : [old, fresh];
  return { ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) };
}

/** Every direct dependency but the tools that only check: the rest takes part in the synthesis or the deployment. */
function deployPathDependencies(manifest: JsonObject): Map<string, string> {
  const ranges = ['dependencies', 'devDependencies'].flatMap((kind) => {
    const section = manifest[kind];
    return isObject(section) ? Object.entries(section) : [];
  });
  return new Map(ranges.filter(([name]) => !isCheckingTool(name)).map(([name, range]) => [name, String(range)]));
}

function compareMaps(
  kind: DeliveryChange['kind'],
  path: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): DeliveryChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((subject) => {
    const [old, fresh] = [before.get(subject), after.get(subject)];
    if (old === fresh) return [];
    const values = { ...(old === undefined ? {} : { before: old }), ...(fresh === undefined ? {} : { after: fresh }) };
    return [{ kind, path, subject, change: changeOf(old, fresh), ...values }];
  });
}

function changeOf(before: string | undefined, after: string | undefined): DeliveryChange['change'] {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
}

function compareFolder(kind: DeliveryChange['kind'], base: string, head: string, folder: string): DeliveryChange[] {
  const paths = [...new Set([...filesBelow(base, folder), ...filesBelow(head, folder)])].sort();
  return paths.flatMap((path) => compareFile(kind, base, head, path));
}

function compareFile(kind: DeliveryChange['kind'], base: string, head: string, path: string): DeliveryChange[] {
  const [before, after] = [readText(base, path), readText(head, path)];
  return before === after ? [] : [{ kind, path, change: changeOf(before, after) }];
}

function filesBelow(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute).flatMap((name) => {
    const path = `${folder}/${name}`;
    return lstatSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
  });
}

function readText(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) && lstatSync(file).isFile() ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

function readJson(root: string, path: string): JsonObject {
  const text = readText(root, path);
  if (text === undefined) return {};
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : {};
  } catch {
    // A broken file differs from a whole one, and that is all that has to be told here.
    return { broken: text };
  }
}
