import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

type Expressions = typeof import('@actions/expressions', { with: { 'resolution-mode': 'import' }});
type LanguageService = typeof import('@actions/languageservice', { with: { 'resolution-mode': 'import' }});
type TextDocuments = typeof import('vscode-languageserver-textdocument');

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/projen-udp-service');

/** GitHub's evaluator of `${{ }}`. */
export const expressions = () => load('@actions/expressions') as Expressions;

/** GitHub's own validator of workflow files, with the document type that it reads. */
export const languageService = () =>
  load('@actions/languageservice', "export { TextDocument } from 'vscode-languageserver-textdocument';") as Pick<
    LanguageService & TextDocuments,
    'validate' | 'TextDocument'
  >;

/**
 * GitHub's libraries are ES modules that import JSON without the attribute that Node demands, so they run only when
 * bundled: a tenth of a second, once a version.
 */
function load(name: string, more = ''): unknown {
  const { version } = require(join(ROOT, 'node_modules', name, 'package.json')) as { version: string };
  const bundle = join(CACHE, `${name.replace(/\W+/g, '-')}-${version}.cjs`);
  if (!existsSync(bundle)) {
    mkdirSync(CACHE, { recursive: true });
    buildSync({
      stdin: { contents: `export * from '${name}';${more}`, resolveDir: ROOT },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      conditions: ['import'],
      outfile: bundle,
    });
  }
  return require(bundle);
}
