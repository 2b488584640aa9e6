import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PackageVersion } from '../files/manifest';
import { installedTemplate } from '../files/template';

/** Where jsii writes down which package a class is from; a subclass without an entry of its own has that of its base. */
const ORIGIN = Symbol.for('jsii.rtti');

interface Origin {
  /** Package and class: `@acme/udp.AcmeUdpService`. */
  readonly fqn: string;
  /** Version of the package when it was compiled. */
  readonly version: string;
}

/**
 * The package of an organisation whose subclass of the project type is created, as it is installed; `undefined` for the
 * project type itself and for subclasses in the repository.
 */
export function presetOf(projectType: object, directory: string): PackageVersion | undefined {
  const origin = (projectType as { readonly [ORIGIN]?: Origin })[ORIGIN];
  if (origin === undefined) return undefined;
  const parts = origin.fqn.split('.');
  const names = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
  // sources that were not compiled by jsii have the entry of projen's own class
  if (names.includes(installedTemplate().name) || names[0] === 'projen') return undefined;
  const [found] = names.flatMap((name) => installed(name, directory));
  return found ?? { name: names[0] ?? origin.fqn, version: origin.version };
}

function installed(name: string, directory: string): PackageVersion[] {
  try {
    const file = createRequire(join(directory, 'package.json')).resolve(`${name}/package.json`);
    return [{ name, version: (JSON.parse(readFileSync(file, 'utf8')) as PackageVersion).version }];
  } catch {
    return [];
  }
}
