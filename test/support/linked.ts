import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cdkCli } from './emulated-aws';
import { cleanEnv, mustRunIn } from './packed';

const ROOT = resolve(__dirname, '../..');

/** A resource of a template as tests read it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties have the shape of their type
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** A CloudFormation template as tests read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Generates a repository from a `.projenrc.ts` without installing anything: its modules are links to those of this
 * checkout, and `projen-udp-service` is this checkout as it was compiled last.
 *
 * @returns the directory of the repository
 */
export async function generateLinked(projenrc: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'linked-'));
  linkModules(dir);
  for (const [path, content] of Object.entries({ ...files, '.projenrc.ts': projenrc })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  await mustRunIn(dir, process.execPath, ['--import', 'tsx', '.projenrc.ts'], { env: { PROJEN_DISABLE_POST: 'true' } });
  return dir;
}

/** Synthesizes a linked repository with the real CDK command line. */
export async function synthesizeLinked(dir: string, env: NodeJS.ProcessEnv = {}): Promise<Record<string, Template>> {
  await mustRunIn(dir, process.execPath, [cdkCli(ROOT), 'synth', '--quiet', '--no-lookups', '--no-notices'], {
    env: cleanEnv(env),
  });
  const assembly = join(dir, 'cdk.out');
  return Object.fromEntries(
    readdirSync(assembly)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [
        file.replace('.template.json', ''),
        JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template,
      ]),
  );
}

/** The resources of a type in a template. */
export function ofType(template: Template, type: string) {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

function linkModules(dir: string): void {
  const modules = join(dir, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  symlinkSync(ROOT, join(modules, 'projen-udp-service'));
}
