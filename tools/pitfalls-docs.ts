/**
 * Writes docs/pitfalls.md from the rules and the measurement.
 *
 * Usage: tsx tools/pitfalls-docs.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentation } from '../src/pitfalls/documentation';

const ROOT = join(__dirname, '..');
const TARGET = join(ROOT, 'docs', 'pitfalls.md');
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, documentation(JSON.parse(readFileSync(join(ROOT, 'bench', 'pitfalls', 'result.json'), 'utf8'))));
