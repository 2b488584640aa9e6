import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../src';

const SOURCES = join(__dirname, '..', 'src', 'service');
const BLUEPRINT = join(__dirname, '..', 'blueprint', 'src');

// Like the model, the catalogue has one source for two programs.
copyFileSync(join(SOURCES, 'alarm-catalogue.ts'), join(BLUEPRINT, 'alarm-catalogue.ts'));

/**
 * Writes `blueprint/src/service.ts`: the default service, as a repository with no option but a name would hold it. The
 * blueprint compiles and is tested against it; a generated repository gets its own.
 */
const outdir = mkdtempSync(join(tmpdir(), 'udp-service-'));
try {
  const files = Testing.synth(new UdpServiceProject({ name: 'udp-service', outdir }));
  const target = join(BLUEPRINT, 'service.ts');
  const content = String(files['src/service.ts']).replace(/^(\/\/.*\n)+/, '');
  if (readFileSync(target, 'utf8') !== content) writeFileSync(target, content);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
