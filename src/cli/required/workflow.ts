import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { commentVersions } from '../../repository/workflows/actions';
import { UsageError } from '../exit';

/** This package, as it is installed. */
const PACKAGE = join(__dirname, '..', '..', '..');

interface WorkflowOptions {
  readonly registry: string;
  readonly integrity?: string;
}

/** The workflow that an organisation requires, with this version of the package as the one that judges. */
export function requiredWorkflow(directory: string, { registry, integrity }: WorkflowOptions): string {
  if (!/^https?:\/\/\S+$/.test(registry)) {
    throw new UsageError(`--registry ${registry}: is no address. Write for example https://registry.npmjs.org.`);
  }
  const { name, version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Record<string, string>;
  const digest = integrity ?? lockedIntegrity(directory, name, version);
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(digest)) {
    throw new UsageError(
      `--integrity ${digest}: is no SHA-512 as lockfiles have it. Print it with: npm view ${name}@${version} dist.integrity`,
    );
  }
  const source = readFileSync(join(PACKAGE, 'required', 'udp-service-required.yml'), 'utf8');
  const workflow = parse(source) as { readonly env: object };
  const env = { TEMPLATE: `${name}@${version}`, TEMPLATE_INTEGRITY: digest, TEMPLATE_REGISTRY: registry };
  // Anchors are not known on every host, so each job gets its own copy of what the jobs share.
  const text = stringify(
    { ...workflow, env: { ...workflow.env, ...env } },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
  return `${/^(#.*\n)*/.exec(source)?.[0]}${commentVersions(text)}`;
}

/** The digest of this package in what npm has installed. */
function lockedIntegrity(directory: string, name: string, version: string): string {
  const remedy = `Give --integrity, which prints: npm view ${name}@${version} dist.integrity`;
  const file = 'node_modules/.package-lock.json';
  let found: { readonly version?: string; readonly integrity?: string } | undefined;
  try {
    const lock = JSON.parse(readFileSync(join(directory, file), 'utf8'));
    found = lock.packages?.[`node_modules/${name}`];
  } catch (error) {
    throw new UsageError(`${file}: does not tell the digest of ${name} (${(error as Error).message}). ${remedy}`);
  }
  if (found?.integrity === undefined || found.version !== version) {
    throw new UsageError(`${file}: does not hold ${name}@${version} with its digest. ${remedy}`);
  }
  return found.integrity;
}
