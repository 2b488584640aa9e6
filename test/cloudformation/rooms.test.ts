import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..', '..', 'src');

/** What else these rooms read of files, none of which is a template or a manifest of an assembly. */
const OTHER_READERS: Readonly<Record<string, string>> = {
  'delivery/assembly-safety/known-schema.ts': 'package.json of the schemas that a repository has',
  'delivery/deployments/store.ts': 'what a program answered',
  'delivery/rollback/kept-assembly.ts': 'the record that lies in a kept assembly',
  'delivery/trust/upgrade-secret.ts': 'a workflow',
  'impact/acknowledgements.ts': 'acknowledgements',
  'impact/assets.ts': 'the content of assets, as bytes',
  'impact/delivery/compare.ts': 'files of a repository',
  'impact/delivery/lockfile.ts': 'lockfiles',
  'impact/source/open.ts': 'acknowledgements',
};

test('rules, comparison and deliveries read templates and assemblies through one room alone', () => {
  const readers = ['pitfalls', 'impact', 'delivery'].flatMap((room) =>
    readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${room}/${path}`)
      .filter((path) => {
        const text = readFileSync(join(SRC, path), 'utf8');
        return /\breadFile(Sync)?\b|parse(Json|Yaml)Text|util\/read-file'|from 'yaml'/.test(text);
      }),
  );
  expect(readers.sort()).toEqual(Object.keys(OTHER_READERS).sort());
});
