import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** Everything that reads and judges templates, in one program; its imports are found by the bundler. */
function bundled() {
  const contents = [
    "export { checkTemplates } from './src/pitfalls';",
    "export { parseTemplate } from './src/cloudformation/parse/parse';",
    "export { normalise } from './src/cloudformation/normalise/normalise';",
  ].join('\n');
  const { metafile, outputFiles, warnings } = buildSync({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: 'product',
    platform: 'browser',
    // what cannot be found in a browser is named, so that it is seen
    external: ['node:*'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const imports = Object.entries(metafile.inputs).flatMap(([file, input]) =>
    // rules of secretlint for files load the file system when they are given one, which they never are
    input.imports.flatMap(({ kind, path }) =>
      file.startsWith('vendor/') && kind === 'dynamic-import' ? [] : [{ file, path }],
    ),
  );
  return { files: Object.keys(metafile.inputs), imports, program: outputFiles[0]?.text ?? '', warnings };
}

const { files, imports, program, warnings } = bundled();

test('readers and rules import nothing of Node.js, types aside', () => {
  expect(files).toEqual(
    expect.arrayContaining(['src/pitfalls/rules/p51-credentials.ts', 'src/cloudformation/parse/yaml.ts']),
  );
  expect(imports.filter(({ path }) => path.startsWith('node:'))).toEqual([]);
  expect(files.filter((file) => /node_modules\/(?!yaml\/|fastest-levenshtein\/)|\/project\//.test(file))).toEqual([]);
  expect(warnings).toEqual([]);
});

test('they find the same where there is neither a file system nor a process', () => {
  const text = readFileSync(join(ROOT, 'test/pitfalls/corpus/bad/tasks-closed.yaml'), 'utf8');
  const globals = { TextDecoder, atob, console, text };
  const found = new Script(`${program}
    const { template, lines } = product.parseTemplate(text, 'a.yaml');
    JSON.stringify(product.checkTemplates([{ id: 'a', name: 'a', file: 'a.yaml', content: template, lines }]));
  `).runInContext(createContext(globals));
  const pitfalls = (JSON.parse(String(found)) as { pitfall: string }[]).map(({ pitfall }) => pitfall);
  expect(pitfalls).toEqual(expect.arrayContaining(['P1', 'P3']));
});
