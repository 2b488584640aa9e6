import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject, type UdpServiceProjectOptions } from '../../src';

/** The files of a repository as they would be written, by path. */
// biome-ignore lint/suspicious/noExplicitAny: JSON files are parsed, and each test knows the shape of its own
export type Files = Readonly<Record<string, any>>;

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A new empty directory that is removed after the tests. Never let projen choose one: it may choose the checkout. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'udp-service-'));
  directories.push(directory);
  return directory;
}

/** Synthesizes a repository in a directory of its own. */
export function synthesize(options: Partial<UdpServiceProjectOptions> = {}): Files {
  return Testing.synth(new UdpServiceProject({ name: 'echo', outdir: temporaryDirectory(), ...options }));
}
