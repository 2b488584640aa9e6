import { compare, valid } from 'semver';
import { contentHash } from '../../../../files/content';
import { MANIFEST_FILE, type Manifest, parseManifest } from '../../../../files/manifest';
import { KEPT_ENDING } from '../../../../files/paths';
import { canonical, isObject, type Json, type JsonObject } from '../../../../util/json';
import type { UpgradeKind } from '../../kinds';
import type { FileTree } from '../file-tree';
import { mayBeNew } from './places';

/** What a manifest says of migrations. */
const MIGRATION = /^(\d+\.\d+\.\d+(?:-[\d.a-z]+)?)-[a-z0-9-]+$/;

/** A manifest that was read, or why it cannot be. */
export type ReadManifest = { readonly manifest: Manifest } | { readonly cause: string };

export function manifestIn(tree: FileTree): ReadManifest {
  const text = tree.text(MANIFEST_FILE);
  if (text === undefined) return { cause: 'it is not there' };
  const reading = parseManifest(text);
  if (reading.state === 'valid') return { manifest: reading.manifest };
  return { cause: reading.state === 'unreadable' ? reading.cause : 'it holds a conflict of a merge' };
}

/** Whether the repository went through migrations, or back. */
export function isMigrated(before: Manifest, after: Manifest): boolean {
  return canonical([...before.migrations]) !== canonical([...after.migrations]);
}

export interface ManifestChange {
  readonly kind: UpgradeKind;
  readonly before: Manifest;
  readonly after: Manifest;
  readonly files: FileTree;
  /** Files of the base. */
  readonly there: FileTree;
  /** Paths that the patch changes. */
  readonly changed: ReadonlySet<string>;
  /** Files that hold the options, which stay the user's. */
  readonly options: ReadonlySet<string>;
}

/** Why a manifest is not taken: it may say of files only what lies there, and of the rest only what an upgrade changes. */
export function judgeManifest(change: ManifestChange): string[] {
  const { kind, before, after, files, changed } = change;
  const { template, preset, migrations, irreversible, files: known, ...rest } = after;
  const { template: _t, preset: _p, migrations: _m, irreversible: _i, files: knew, ...others } = before;
  const same = (a: unknown, b: unknown) => canonical(a as Json) === canonical(b as Json);
  const causes: string[] = [];
  if (!same(rest, others)) causes.push('it follows another channel, or says something that it did not');
  if (template.name !== before.template.name || preset?.name !== before.preset?.name) {
    causes.push('it names another template');
  }
  if ([template, ...(preset ? [preset] : [])].some(({ version }) => valid(version) === null)) {
    causes.push('it names no version');
  }
  if (kind !== 'template') {
    const isOther = !same([template, preset, migrations, irreversible], [_t, _p, _m, _i]);
    if (isOther) causes.push('it tells of another template or of migrations, which have an upgrade of their own');
  } else {
    causes.push(...judgeMigrations(before, after));
  }
  causes.push(...judgeWritten(change));
  const paths = [...new Set([...Object.keys(knew), ...Object.keys(known)])];
  for (const path of paths) {
    const [old, fresh] = [knew[path], known[path]];
    if (kind === 'template') causes.push(...judgeClaim(path, change));
    if (kind !== 'template' && (old?.class !== fresh?.class || old?.released !== fresh?.released)) {
      causes.push(`it says of ${path} that it is ${fresh?.class ?? 'not there'}`);
    }
    if (fresh?.class !== 'managed' || (same(old, fresh) && !changed.has(path))) continue;
    const text = files.text(path);
    // what lies there as before is as it was told before
    if (text === undefined && !changed.has(path)) continue;
    if (text === undefined || contentHash(text) !== fresh.sha256) causes.push(`it does not tell what lies at ${path}`);
  }
  return causes;
}

/** What a version of the template claims: no file that is somebody else's, for a later upgrade to take. */
function judgeClaim(path: string, change: ManifestChange): string[] {
  const { before, after, there, changed } = change;
  const [old, fresh] = [before.files[path], after.files[path]];
  if (fresh === undefined || fresh.class === 'owned') return [];
  if (old?.class === 'owned' && isTakenOver(path, change)) return [];
  if (old?.class === 'owned' || (old?.class === 'shared' && fresh.class === 'managed')) {
    return [`it says of ${path} that it is ${fresh.class}, and it is yours`];
  }
  if (old !== undefined || changed.has(path)) return [];
  if (there.files.has(path)) return [`it says of ${path} that it is ${fresh.class}, and no template wrote it`];
  return mayBeNew(path) ? [] : [`it says of ${path} that it is ${fresh.class}, and it is not there`];
}

/** Whether a migration makes a file of the user the template's, and nothing that the user wrote in it is lost. */
function isTakenOver(path: string, { before, after, files, there, options }: ManifestChange): boolean {
  const [old, text] = [before.files[path], there.text(path)];
  if (!isMigrated(before, after) || old === undefined || old.released || text === undefined) return false;
  if (options.has(path)) return false;
  return contentHash(text) === old.sha256 || files.text(path + KEPT_ENDING) === text;
}

/** What a version of the template claims of package.json: nothing that stood there and was not its own. */
function judgeWritten({ before, after, there }: ManifestChange): string[] {
  const path = 'package.json';
  const [old, fresh] = [before, after].map(({ files }) => (files[path]?.written ?? {}) as JsonObject);
  const present = parsedObject(there.text(path) ?? '');
  return ['scripts', 'dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap(
    (section) => {
      const [knew, claims, has] = [old, fresh, present].map((keys) => Object.keys(objectIn(keys?.[section])));
      const taken = claims?.find((name) => !knew?.includes(name) && has?.includes(name));
      return taken === undefined ? [] : [`it says that it wrote ${section}.${taken} of ${path}, which is yours`];
    },
  );
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function parsedObject(text: string): JsonObject {
  try {
    return objectIn(JSON.parse(text) as Json);
  } catch {
    return {}; // package.json is looked at by itself
  }
}

function judgeMigrations(before: Manifest, after: Manifest): string[] {
  const [old, fresh] = [before.template.version, after.template.version];
  const newest = valid(fresh) === null || compare(old, fresh) > 0 ? old : fresh;
  const wrong = after.migrations
    .filter((id) => !before.migrations.includes(id))
    .filter((id) => {
      const version = MIGRATION.exec(id)?.[1];
      return version === undefined || valid(version) === null || compare(version, newest) > 0;
    });
  return wrong.map(
    (id) => `it tells of the migration ${JSON.stringify(id.slice(0, 80))}, which no version up to ${newest} can have`,
  );
}
