import { resolve } from 'node:path';
import type { ProjectTypes } from '../../../src/lifecycle/projenrc/projects';
import { Projenrc } from '../../../src/lifecycle/projenrc/projenrc';

/** A directory whose TypeScript is that of this package. */
const ROOT = resolve(__dirname, '../../..');

export const TYPES: ProjectTypes = { template: 'projen-udp-service', preset: '@acme/udp' };

/** Files of a repository by path; a text alone is `.projenrc.ts`. */
export type Given = string | Readonly<Record<string, string>>;

/** Runs an edit over files that are held in memory; the answer has those that were changed. */
export function edit<T>(given: Given, change: (projenrc: Projenrc) => T): { files: Record<string, string>; result: T } {
  const files = typeof given === 'string' ? { '.projenrc.ts': given } : given;
  const projenrc = Projenrc.read(ROOT, (path) => files[path], TYPES);
  if (projenrc === undefined) throw new Error('there is no .projenrc file');
  const result = change(projenrc);
  return { files: Object.fromEntries(projenrc.sources.results()), result };
}

/** A `.projenrc.ts` with the given options. */
export function projenrcTs(options: string, before = ''): string {
  return `import { Probe, Protocol, UdpServiceProject } from 'projen-udp-service';\n${before}
const project = new UdpServiceProject({
${options}
});
project.synth();
`;
}
