import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { PACKAGE_MANAGERS } from '../../src/package-managers';

const MODULES = resolve(__dirname, '../../node_modules');
const CACHE = join(MODULES, '.cache/projen-udp-service');

/**
 * The environment of a user who has installed a package manager, and whose packages come from a registry: the program in
 * front of PATH, and nothing that reaches out of a test or asks a question.
 */
export function withPackageManager(name: string, registry?: string): NodeJS.ProcessEnv {
  const quiet = {
    YARN_ENABLE_TELEMETRY: '0',
    ...(registry !== undefined && {
      npm_config_registry: registry,
      YARN_REGISTRY: registry,
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    }),
  };
  const manager = PACKAGE_MANAGERS.find((one) => one.name === name);
  if (manager === undefined) throw new Error(`there is no package manager ${name}`);
  const { program, release } = manager;
  if (release === undefined) return quiet;
  // its release is a development dependency of this package
  const path = join(release.package, release.bin[program] ?? '');
  const folder = join(CACHE, `bin-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, program), `#!/bin/sh\nexec '${process.execPath}' '${join(MODULES, path)}' "$@"\n`);
  chmodSync(join(folder, program), 0o755);
  return { ...quiet, PATH: [folder, process.env.PATH].join(delimiter) };
}
