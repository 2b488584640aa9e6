import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { behaviourDocumentation } from '../src/behaviours/documentation';
import { BEHAVIOURS } from '../src/behaviours/registry';
import { documentation } from '../src/pitfalls/documentation';
import { probeDocumentation } from '../src/probes/documentation';

/** Writes the documents that are generated from data: `npx projen docs`. */
const ROOT = join(__dirname, '..');
const measured = JSON.parse(readFileSync(join(ROOT, 'bench', 'pitfalls', 'result.json'), 'utf8'));
writeFileSync(join(ROOT, 'docs', 'pitfalls.md'), documentation(measured));
writeFileSync(join(ROOT, 'docs', 'probes.md'), probeDocumentation());
writeFileSync(join(ROOT, 'docs', 'behaviours.md'), behaviourDocumentation(BEHAVIOURS));
