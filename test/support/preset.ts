import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnv, packedSpec } from './packed';
import { mustRun } from './run';

const ROOT = resolve(__dirname, '../..');

/**
 * Generates, compiles and packs the example of a preset, in a jsii package of its own.
 *
 * @returns its npm spec for `projen new --from`
 */
export async function packPreset(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'preset-'));
  const spec = await packedSpec();
  const tarball = spec.slice(spec.indexOf('@file:') + '@file:'.length);
  cpSync(join(ROOT, 'examples/org-preset'), dir, { recursive: true });
  mkdirSync(join(dir, 'node_modules/projen-udp-service'), { recursive: true });
  for (const shared of ['projen', 'constructs', '@types', 'tsx']) {
    symlinkSync(join(ROOT, 'node_modules', shared), join(dir, 'node_modules', shared));
  }
  const options = { cwd: dir, env: { ...cleanEnv(), PROJEN_DISABLE_POST: 'true' } };
  await mustRun('tar', ['-xzf', tarball, '--strip-components=1', '-C', 'node_modules/projen-udp-service'], options);
  await mustRun(process.execPath, ['--require', 'tsx/cjs', '.projenrc.ts'], options);
  const jsii = [join(ROOT, 'node_modules/jsii/bin/jsii'), '--silence-warnings=reserved-word'];
  await mustRun(process.execPath, jsii, options);
  // A published preset names a version of the registry; this one is installed beside a package that is not published.
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  manifest.peerDependencies['projen-udp-service'] = `file:${tarball}`;
  const written = join(dir, 'package.json');
  chmodSync(written, 0o644);
  writeFileSync(written, JSON.stringify(manifest, null, 2));
  await mustRun('npm', ['pack', '--ignore-scripts', '--silent'], options);
  return `acme-udp@file:${join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '')}`;
}
