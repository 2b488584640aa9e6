import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnv, packedSpec } from './packed';
import { mustRun } from './run';

const ROOT = resolve(__dirname, '../..');

/** What the preset of an organisation looks like: its defaults < the user's options < its forced values. */
const SOURCE = `import { UdpServiceProject, UdpServiceProjectOptions } from 'projen-udp-service';

export interface AcmeUdpServiceOptions extends UdpServiceProjectOptions {
  /**
   * Who pays.
   * @default - the platform team
   */
  readonly costCenter?: string;
}

/**
 * A UDP service as Acme runs it.
 * @pjid acme-udp-service
 */
export class AcmeUdpService extends UdpServiceProject {
  constructor(options: AcmeUdpServiceOptions) {
    super({
      clients: { cidrs: ['10.0.0.0/8'] },
      ...options,
      tags: { ...options.tags, 'cost-center': options.costCenter ?? 'platform' },
    });
  }
}
`;

/** Compiles and packs a preset in a jsii package of its own; the answer is its npm spec for \`projen new --from\`. */
export async function packPreset(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'preset-'));
  const spec = await packedSpec();
  const tarball = spec.slice(spec.indexOf('@file:') + '@file:'.length);
  const versions = (name: string) => require(join(ROOT, 'node_modules', name, 'package.json')).version as string;
  const manifest = {
    name: 'acme-udp',
    version: '1.0.0',
    description: 'The UDP services of Acme',
    license: 'Apache-2.0',
    author: { name: 'Acme', email: 'platform@example.com' },
    repository: { type: 'git', url: 'https://github.com/acme/acme-udp.git' },
    main: 'lib/index.js',
    types: 'lib/index.d.ts',
    jsii: { outdir: 'dist', targets: {}, tsc: { outDir: 'lib', rootDir: 'src' } },
    peerDependencies: { projen: '>=0.103.23 <1.0.0', constructs: '^10.5.1', 'projen-udp-service': '*' },
    devDependencies: { projen: versions('projen'), constructs: versions('constructs') },
  };
  mkdirSync(join(dir, 'src'));
  mkdirSync(join(dir, 'node_modules/projen-udp-service'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(dir, 'src/index.ts'), SOURCE);
  for (const shared of ['projen', 'constructs', '@types']) {
    symlinkSync(join(ROOT, 'node_modules', shared), join(dir, 'node_modules', shared));
  }
  const options = { cwd: dir, env: cleanEnv() };
  await mustRun('tar', ['-xzf', tarball, '--strip-components=1', '-C', 'node_modules/projen-udp-service'], options);
  await mustRun(
    process.execPath,
    [join(ROOT, 'node_modules/jsii/bin/jsii'), '--silence-warnings=reserved-word'],
    options,
  );
  // A published preset names a version of the registry; this one is installed beside a package that is not published.
  manifest.peerDependencies['projen-udp-service'] = `file:${tarball}`;
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest, null, 2));
  await mustRun('npm', ['pack', '--ignore-scripts', '--silent'], options);
  return `acme-udp@file:${join(dir, readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '')}`;
}
