import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { probeDocumentation } from '../../tools/documents/probes';

test('docs/probes.md is what the catalogue says (npx projen docs)', () => {
  expect(readFileSync(join(__dirname, '../../docs/probes.md'), 'utf8')).toBe(probeDocumentation());
});
