import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import { type Manifest, writeManifest } from '../../../src/files/manifest';
import { cleanEnv } from '../../support/packed';
import { mustRun } from '../../support/run';
import type { Repository } from './repository';

/** Files whose content depends on what an installation has resolved, or on what the user added. */
const RESOLVED = /^(package\.json|package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$/;

/**
 * Managed and shared files that are not as the installed version of the template writes them for the very same options in
 * an empty folder; what was released is the user's there, too.
 */
export async function differencesFromFresh(repository: Repository): Promise<string[]> {
  const dir = join(mkdtempSync(join(tmpdir(), 'fleet-fresh-')), 'my-service');
  mkdirSync(dir);
  try {
    for (const path of ['.projenrc.ts', '.projenrc.json', 'images.json', '.npmrc']) {
      if (existsSync(join(repository.dir, path))) cpSync(join(repository.dir, path), join(dir, path));
    }
    // options may look at package.json for what is installed
    cpSync(join(repository.dir, 'package.json'), join(dir, 'package.json'));
    symlinkSync(join(repository.dir, 'node_modules'), join(dir, 'node_modules'));
    release(repository, dir);
    await mustRun(process.execPath, ['--import', 'tsx', '.projenrc.ts'], {
      cwd: dir,
      env: cleanEnv({ PROJEN_DISABLE_POST: 'true' }),
    });
    const fresh = JSON.parse(readFileSync(join(dir, '.udp-service/manifest.json'), 'utf8')) as Manifest;
    return compare(repository, dir, fresh);
  } finally {
    rmSync(dirname(dir), { recursive: true, force: true });
  }
}

/** Releases in a folder what is released in a repository. */
function release({ dir: source, manifest }: Repository, dir: string): void {
  const released = Object.entries(manifest.files).filter(([, file]) => file.released);
  if (released.length === 0) return;
  for (const [path] of released) cpSync(join(source, path), join(dir, path), { recursive: true });
  writeManifest(dir, { ...manifest, files: Object.fromEntries(released) });
}

function compare(repository: Repository, dir: string, fresh: Manifest): string[] {
  const { files } = repository.manifest;
  const written = (manifest: Manifest['files']) =>
    Object.keys(manifest).filter((path) => manifest[path].class !== 'owned' && !RESOLVED.test(path));
  const released = new Set(Object.keys(files).filter((path) => files[path].released));
  const paths = new Set([...written(files), ...written(fresh.files)]);
  return [...paths].sort().flatMap((path) => {
    if (released.has(path)) return [];
    if (files[path]?.class !== fresh.files[path]?.class) {
      return [
        `${path} is ${files[path]?.class ?? 'not there'}, and ${fresh.files[path]?.class ?? 'not there'} where it is new`,
      ];
    }
    if (files[path].class === 'shared') {
      // what the template says stands in it; what the user added stands beside that
      return files[path].sha256 === fresh.files[path].sha256 ? [] : [`${path} has other contents of the template`];
    }
    const [ours, theirs] = [repository.dir, dir].map((root) => contentHash(readFileSync(join(root, path))));
    return ours === theirs ? [] : [`${path} differs`];
  });
}
