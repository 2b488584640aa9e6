// Bundles the rules of secretlint into vendor/secretlint: they are ES modules, which a CommonJS package on Node 20.6 cannot
// require. The file beside them says what is in it, for the bill of materials of a release.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = '@secretlint/secretlint-rule-preset-recommend';
const source = join(ROOT, 'node_modules', ...PACKAGE.split('/'));
const target = join(ROOT, 'vendor', 'secretlint');

mkdirSync(target, { recursive: true });
await build({
  stdin: { contents: `export { rules } from '${PACKAGE}';`, resolveDir: ROOT },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // templates are checked in browsers too
  alias: { 'node:path': join(ROOT, 'tools', 'basename.mjs') },
  minify: true,
  logLevel: 'warning',
  outfile: join(target, 'rules.cjs'),
});
copyFileSync(join(source, 'LICENSE'), join(target, 'LICENSE'));

const { name, version, license } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const { integrity } = packages[`node_modules/${PACKAGE}`] ?? {};
writeFileSync(join(target, 'source.json'), `${JSON.stringify({ name, version, license, integrity }, null, 2)}\n`);
