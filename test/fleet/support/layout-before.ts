import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import * as api from 'typescript';
import { withMovedModules } from '../../../src/lifecycle/migrations/modules';
import { applyEdits } from './source-edit';

/** Folders of the template, and what stood in their place before. */
const FOLDERS = { 'src/template': 'src', 'test/template': 'test' } as const;

/**
 * Makes of a packed package the one before its first migration: the template's files stand among the user's, in `src` and
 * `test`. Nothing has to be compiled for it.
 */
export function layoutBefore(unpacked: string): void {
  const blueprint = join(unpacked, 'blueprint');
  const sources = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(blueprint, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => posix.join(folder, path)),
  );
  // the definition of the service is written at every synth, and is none of the packed files
  const moved = new Map([...sources, 'src/template/service.ts'].map((path) => [path, before(path)]));
  const files = new Set(moved.keys());
  for (const path of sources) {
    const to = before(path);
    const text = withMovedModules(
      api,
      { from: path, to, text: readFileSync(join(blueprint, path), 'utf8') },
      moved,
      files,
    );
    mkdirSync(dirname(join(blueprint, to)), { recursive: true });
    renameSync(join(blueprint, path), join(blueprint, to));
    writeFileSync(join(blueprint, to), text);
  }
  for (const folder of Object.keys(FOLDERS)) rmSync(join(blueprint, folder), { recursive: true });
  applyEdits(unpacked, [
    { path: 'lib/files/paths.js', from: "TEMPLATE_SOURCES = 'src/template'", to: "TEMPLATE_SOURCES = 'src'" },
    { path: 'lib/files/paths.js', from: "TEMPLATE_TESTS = 'test/template'", to: "TEMPLATE_TESTS = 'test'" },
    {
      path: 'lib/project/stack-sources.js',
      from: '(path) => path !== paths_1.DEFINITION',
      to: '(path) => ![paths_1.DEFINITION, paths_1.ENTRY_POINT, paths_1.EXTENSIONS].includes(path)',
    },
    { path: 'lib/lifecycle/migrations/registry.js', from: /MIGRATIONS = \[[^\]]+\]/, to: 'MIGRATIONS = []' },
    // tests run where the features of the CDK are found
    {
      path: 'blueprint/test/support/repository.ts',
      from: "(__dirname, '..', '..', '..', 'cdk.json')",
      to: "(__dirname, '..', '..', 'cdk.json')",
    },
  ]);
}

function before(path: string): string {
  const folder = Object.entries(FOLDERS).find(([now]) => path.startsWith(`${now}/`));
  return folder === undefined ? path : folder[1] + path.slice(folder[0].length);
}
