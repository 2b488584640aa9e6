import { compare, valid } from 'semver';
import { MIGRATIONS } from '../../../src/lifecycle/migrations/registry';

test('migrations have identifiers of their own that begin with their version, oldest first', () => {
  expect(new Set(MIGRATIONS.map(({ id }) => id)).size).toBe(MIGRATIONS.length);
  for (const { id, version, title } of MIGRATIONS) {
    expect(valid(version)).toBe(version);
    expect(id).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')}-[a-z0-9-]+$`));
    expect(title).not.toBe('');
  }
  const versions = MIGRATIONS.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort(compare));
});
