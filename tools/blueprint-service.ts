import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../src';
import { DEFINITION } from '../src/files/paths';

/**
 * Writes `blueprint/src/template/service.ts`: the default service, as a repository with no option but a name would hold it. The
 * blueprint compiles and is tested against it; a generated repository gets its own.
 */
const outdir = mkdtempSync(join(tmpdir(), 'udp-service-'));
try {
  const files = Testing.synth(new UdpServiceProject({ name: 'udp-service', outdir }));
  const target = join(__dirname, '..', 'blueprint', DEFINITION);
  const content = String(files[DEFINITION]).replace(/^(\/\/.*\n)+/, '');
  if (readFileSync(target, 'utf8') !== content) writeFileSync(target, content);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
