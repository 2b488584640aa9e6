import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { probeDocumentation } from '../../src/probes/documentation';

test('docs/probes.md is what the catalogue says (npx projen docs)', () => {
  expect(readFileSync(join(__dirname, '../../docs/probes.md'), 'utf8')).toBe(probeDocumentation());
});
