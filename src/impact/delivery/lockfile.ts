import { join } from 'node:path';
import { type PackageManagerName, packageManagerOf } from '../../package-managers';
import { isObject, type Json, type JsonObject } from '../../util/json';
import { parseJsonText } from '../../util/json-text';
import { readText } from '../../util/read-file';
import { parseYamlText, plainValue } from '../../util/yaml-text';
import { ImpactError } from '../error';

/** Version and origin of direct dependencies, as the lockfile of a repository fixes them. */
export type LockedVersions = ReadonlyMap<string, string>;

/** What the lockfile says about the given dependencies; empty without a lockfile. */
export function lockedVersions(directory: string, ranges: ReadonlyMap<string, string>): LockedVersions {
  const manager = packageManagerOf(directory);
  if (manager === undefined) return new Map();
  const file = join(directory, manager.lockfile);
  try {
    const text = readText(file);
    const lookUp = READERS[manager.name](text);
    return new Map([...ranges].flatMap(([name, range]) => entryOf(name, lookUp(name, range))));
  } catch (error) {
    throw new ImpactError(
      file,
      `cannot be read (${(error as Error).message})`,
      'Install again and commit the lockfile',
    );
  }
}

type LookUp = (name: string, range: string) => string | undefined;

const READERS: Record<PackageManagerName, (text: string) => LookUp> = {
  npm: (text) => {
    const lock = parseJsonText(text) as JsonObject;
    const packages = isObject(lock.packages) ? lock.packages : {};
    return (name) => identityOf(packages[`node_modules/${name}`], 'integrity');
  },
  pnpm: (text) => {
    const lock = parseYaml(text);
    const importers = isObject(lock.importers) ? lock.importers : {};
    const root = isObject(importers['.']) ? importers['.'] : lock;
    const packages = isObject(lock.packages) ? lock.packages : {};
    return (name) => {
      const entry = ['dependencies', 'devDependencies']
        .map((kind) => (isObject(root[kind]) ? root[kind][name] : undefined))
        .find(isObject);
      const version = typeof entry?.version === 'string' ? entry.version.replace(/\(.*$/, '') : undefined;
      if (version === undefined) return undefined;
      const resolution = packages[`${name}@${version}`];
      return `${version} ${isObject(resolution) && isObject(resolution.resolution) ? String(resolution.resolution.integrity ?? '') : ''}`.trim();
    };
  },
  'yarn-berry': (text) => {
    const lock = parseYaml(text);
    return (name, range) => {
      const key = Object.keys(lock).find((candidate) => candidate.split(', ').includes(`${name}@npm:${range}`));
      return key === undefined ? undefined : identityOf(lock[key], 'checksum');
    };
  },
  yarn: (text) => {
    const blocks = text.split(/\n(?=\S)/);
    return (name, range) => {
      const block = blocks.find((candidate) => {
        const [head = ''] = candidate.split('\n', 1);
        return head
          .replace(/:$/, '')
          .split(', ')
          .some((key) => key.replace(/"/g, '') === `${name}@${range}`);
      });
      const version = /^ {2}version "?([^"\n]+)"?$/m.exec(block ?? '')?.[1];
      const integrity = /^ {2}integrity (\S+)$/m.exec(block ?? '')?.[1];
      return version === undefined ? undefined : `${version} ${integrity ?? ''}`.trim();
    };
  },
};

function parseYaml(text: string): JsonObject {
  const parsed = parseYamlText(text);
  const [error] = parsed.document.errors;
  if (error) throw error;
  const value = plainValue(parsed) as Json;
  return isObject(value) ? value : {};
}

function identityOf(entry: Json | undefined, digest: string): string | undefined {
  if (!isObject(entry) || typeof entry.version !== 'string') return undefined;
  const fingerprint = entry[digest];
  return `${entry.version} ${typeof fingerprint === 'string' ? fingerprint : ''}`.trim();
}

function entryOf(name: string, identity: string | undefined): [string, string][] {
  return identity === undefined ? [] : [[name, identity]];
}
