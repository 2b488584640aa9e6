import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImageVersions } from '../../blueprint/src/template/image-versions';
import type { Image } from '../../blueprint/src/template/model';
import { serviceOf, stage } from './support/services';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const registry: Image = { source: 'registry', name: 'nginx' };
const ecr: Image = { source: 'ecr', repositoryName: 'team/server' };
const service = serviceOf(
  stage({ name: 'dev', image: registry }),
  stage({ name: 'prod', image: ecr }),
  stage({ name: 'local' }),
);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'images-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function read(content?: string) {
  if (content !== undefined) {
    writeFileSync(join(directory, 'images.json'), content);
  }
  return readImageVersions(service, directory);
}

test('the versions of the stages whose image comes from a registry are read, and no other key', () => {
  const content = { dev: 'v1.4.2_a-b', prod: DIGEST, local: 42, gone: '1' };
  expect(read(JSON.stringify(content))).toEqual({ dev: 'v1.4.2_a-b', prod: DIGEST });
});

test('no file is needed where every image is built here', () => {
  expect(readImageVersions(serviceOf(stage()), directory)).toEqual({});
});

test.each([
  ['a missing file', undefined, /^images\.json: cannot be read \(ENOENT\).*dev, prod.*Create the file/],
  ['no JSON', '{ "dev": ', /^images\.json: is not JSON \(.*dev, prod.*Write one object/],
  ['no object', '["1.0"]', /^images\.json: holds \["1\.0"\], which is no object.*dev, prod.*Write one object/],
  [
    'a missing stage',
    '{ "dev": "1.0" }',
    /^images\.json: has no version for stage "prod".*Add the tag or digest.*"prod"/,
  ],
  ['a number', '{ "dev": 1.0, "prod": "1" }', /^images\.json: 1 for stage "dev" is neither.*Write the tag alone/],
  ['nothing', '{ "dev": "", "prod": "1" }', /^images\.json: "" for stage "dev" is neither/],
  ['a whole name', '{ "dev": "nginx:1.0", "prod": "1" }', /^images\.json: "nginx:1\.0" for stage "dev" is neither/],
  ['a cut digest', '{ "dev": "sha256:0123", "prod": "1" }', /^images\.json: "sha256:0123" for stage "dev" is neither/],
])('%s is an error that names file, stage, cause and remedy', (_fault, content, message) => {
  expect(() => read(content)).toThrow(message);
});
