import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_ASSET, type Loose, NEXT_APP_ASSET, serviceTemplate } from '../../bench/impact/corpus/service';
import { writeSide } from '../../bench/impact/corpus/write';
import { compareAssemblies } from '../../src/impact/compare';
import { readSide } from '../../src/impact/source/read';

const directory = mkdtempSync(join(tmpdir(), 'impact-fingerprint-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let count = 0;
function fingerprint(change: (resources: Loose) => void): string[] {
  const head = serviceTemplate();
  change(head.Resources);
  const [before, after] = [serviceTemplate(), head].map((template) =>
    readSide(writeSide(join(directory, String(count++)), { prod: { template } })),
  );
  if (before === undefined || after === undefined) throw new Error('not written');
  return compareAssemblies(before, after)
    .filter(({ level }) => level === 'loses')
    .map((finding) => finding.fingerprint);
}

const rename = (name: string) => (resources: Loose) => {
  resources.LoadBalancer.Properties.Name = name;
};

test('a finding keeps its fingerprint over runs, other changes and asset hashes', () => {
  const plain = fingerprint(rename('a'));
  expect(plain).toHaveLength(1);
  expect(fingerprint(rename('a'))).toEqual(plain);
  expect(
    fingerprint((resources) => {
      rename('a')(resources);
      resources.LoadBalancer.Properties.Tags = [{ Key: 'team', Value: 'dns' }];
      const { Image } = resources.TaskDefinition.Properties.ContainerDefinitions[0];
      Image['Fn::Sub'] = Image['Fn::Sub'].replace(APP_ASSET, NEXT_APP_ASSET);
    }),
  ).toEqual(plain);
});

test('another value is another finding', () => {
  expect(fingerprint(rename('b'))).not.toEqual(fingerprint(rename('a')));
});
