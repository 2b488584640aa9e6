import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Level } from '../../../src/model/levels';
import { cleanEnv, packPackage } from '../../support/packed';
import { mustRun } from '../../support/run';
import { applyEdits, type SourceEdit } from './source-edit';

const ROOT = resolve(__dirname, '../../..');
const CACHE = join(ROOT, 'node_modules/.cache/projen-udp-service/versions');

/** What a compilation reads. */
const SOURCES = [
  'src',
  'blueprint',
  'package.json',
  'tsconfig.json',
  '.projen',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];

/** A version of the package: this one with all changes up to it. */
export interface FleetVersion {
  readonly version: string;
  /** Text of its section of the changelog. */
  readonly notes: string;
  /** What it does to what runs. @default - nothing */
  readonly impact?: Level;
  /** What changes in the sources since the version before it. */
  readonly edits: readonly SourceEdit[];
  /** What changes in this version alone, in the folder of its package, without a compilation. */
  readonly repack?: (unpacked: string) => void;
}

/**
 * Builds and packs successive versions of this package. The first is this package as it is compiled; each other one is
 * compiled by jsii from the sources of the version before it with its changes.
 *
 * @param only versions that are built; the changes of the others are in those after them all the same
 * @returns tarballs by version
 */
export async function buildVersions(
  versions: readonly FleetVersion[],
  only: readonly string[] = versions.map(({ version }) => version),
): Promise<ReadonlyMap<string, string>> {
  const base = await packPackage();
  const tarballs = new Map<string, string>();
  const folder = mkdtempSync(join(tmpdir(), 'fleet-versions-'));
  try {
    const sources = join(folder, 'sources');
    mkdirSync(sources);
    for (const path of SOURCES)
      if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(sources, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(sources, 'node_modules'));
    const digest = createHash('sha256').update(readFileSync(base));
    for (const version of versions) {
      digest.update(
        JSON.stringify(version, (_, value) =>
          value instanceof RegExp || typeof value === 'function' ? String(value) : value,
        ),
      );
      const tarball = join(
        CACHE,
        `projen-udp-service-${version.version}-${digest.copy().digest('hex').slice(0, 16)}.tgz`,
      );
      applyEdits(sources, version.edits);
      addNotes(join(sources, 'CHANGELOG.md'), version);
      if (!only.includes(version.version)) continue;
      if (!existsSync(tarball)) await build(sources, base, version, tarball);
      tarballs.set(version.version, tarball);
    }
    return tarballs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles where anything changed, and packs: the tarball of the first version with what is new in it. */
async function build(
  sources: string,
  base: string,
  { version, edits, repack }: FleetVersion,
  target: string,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'fleet-pack-'));
  try {
    await mustRun('tar', ['-xzf', base, '-C', scratch]);
    const unpacked = join(scratch, 'package');
    const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Record<string, unknown>;
    if (edits.length > 0) {
      writeFileSync(join(sources, 'package.json'), JSON.stringify({ ...manifest, version }, undefined, 2));
      await mustRun(process.execPath, [join(ROOT, 'node_modules/jsii/bin/jsii'), '--silence-warnings=reserved-word'], {
        cwd: sources,
        env: cleanEnv(),
        timeout: 300_000,
      });
      for (const path of ['lib', 'blueprint', '.jsii']) {
        rmSync(join(unpacked, path), { recursive: true, force: true });
        if (existsSync(join(sources, path))) cpSync(join(sources, path), join(unpacked, path), { recursive: true });
      }
      for (const path of ['src/template/service.ts', 'tsconfig.json'])
        rmSync(join(unpacked, 'blueprint', path), { force: true });
    }
    repack?.(unpacked);
    cpSync(join(sources, 'CHANGELOG.md'), join(unpacked, 'CHANGELOG.md'));
    writeFileSync(join(unpacked, 'package.json'), JSON.stringify({ ...manifest, version }, undefined, 2));
    mkdirSync(CACHE, { recursive: true });
    const packed = join(scratch, 'packed.tgz');
    await mustRun('tar', ['-czf', packed, '-C', scratch, ...readdirSync(scratch).filter((name) => name === 'package')]);
    renameSync(packed, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function addNotes(file: string, { version, notes }: FleetVersion): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Changelog\n';
  writeFileSync(
    file,
    text.replace(/^# .*\n/, (title) => `${title}\n## ${version}\n\n${notes}\n`),
  );
}
