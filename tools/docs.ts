import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../src';
import { BEHAVIOURS } from '../src/history/behaviours/registry';
import { OPTION_SETS } from './docs/option-sets';
import { inspect } from './docs/security/findings';
import { addIds, stagesOf, type WorkflowIds, withIds } from './docs/workflow-ids';
import { behaviourDocumentation } from './documents/behaviours';
import { pitfallDocumentation } from './documents/pitfalls';
import { probeDocumentation } from './documents/probes';
import { securityDocumentation } from './documents/security';

/** Writes the documents that are generated from data: `npx projen docs`. */
const ROOT = join(__dirname, '..');
const measured = JSON.parse(readFileSync(join(ROOT, 'bench', 'pitfalls', 'result.json'), 'utf8'));
writeFileSync(join(ROOT, 'docs', 'pitfalls.md'), pitfallDocumentation(measured));
writeFileSync(join(ROOT, 'docs', 'probes.md'), probeDocumentation());
writeFileSync(join(ROOT, 'docs', 'behaviours.md'), behaviourDocumentation(BEHAVIOURS));
writeFileSync(join(ROOT, 'docs', 'security.md'), securityDocumentation(inspect()));

const ids: WorkflowIds = new Map();
for (const [, options] of OPTION_SETS) {
  const outdir = mkdtempSync(join(tmpdir(), 'docs-'));
  const files = Testing.synth(new UdpServiceProject({ ...options, outdir }));
  addIds(ids, files, stagesOf(options));
  rmSync(outdir, { recursive: true, force: true });
}
const workflows = join(ROOT, 'docs', 'workflows.md');
writeFileSync(workflows, withIds(readFileSync(workflows, 'utf8'), ids));
