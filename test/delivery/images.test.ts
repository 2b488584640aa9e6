import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImages } from '../../src/delivery/images/build';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'images-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function writeImages(images: Readonly<Record<string, object>>): void {
  const dockerImages = Object.fromEntries(
    Object.entries(images).map(([id, source]) => [
      id,
      { displayName: `image ${id}`, source, destinations: { one: { repositoryName: 'r', imageTag: id } } },
    ]),
  );
  const artifacts = { assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } } };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  writeFileSync(join(directory, 'assets.json'), JSON.stringify({ version: '55.0.0', dockerImages }));
  mkdirSync(join(directory, 'asset.a'), { recursive: true });
}

async function build(name: string, unspecified = false) {
  const calls: string[] = [];
  const docker = async (args: readonly string[]) => {
    calls.push(args.join(' '));
    return args[0] === 'inspect' ? 'sha256:1\n' : '';
  };
  const built = await buildImages(directory, { name, unspecified }, 'images.tar', docker);
  return { built, calls };
}

test('an image is built once, as the CDK would, under the tag by which it looks for it, and saved', async () => {
  writeImages({
    AB: {
      directory: 'asset.a',
      platform: 'linux/arm64',
      dockerBuildArgs: { BASE_IMAGE: 'x@sha256:1' },
      dockerBuildTarget: 'run',
      dockerFile: 'Dockerfile.run',
      cacheFrom: [{ type: 'gha', params: { scope: 's' } }],
      cacheDisabled: true,
    },
  });
  const { built, calls } = await build('linux/arm64');
  expect(built).toEqual([{ displayName: 'image AB', tag: 'cdkasset-ab', id: 'sha256:1' }]);
  expect(calls).toEqual([
    'build --build-arg BASE_IMAGE=x@sha256:1 --target run --file Dockerfile.run --platform linux/arm64 --cache-from type=gha,scope=s --no-cache --tag cdkasset-ab .',
    'inspect --format {{.Id}} cdkasset-ab',
    'save --output images.tar cdkasset-ab',
  ]);
});

test('one job takes one platform, one of them those without', async () => {
  writeImages({
    a: { directory: 'asset.a', platform: 'linux/arm64' },
    b: { directory: 'asset.a', platform: 'linux/amd64' },
    c: { directory: 'asset.a' },
  });
  const tags = async (name: string, unspecified: boolean) =>
    (await build(name, unspecified)).built.map(({ tag }) => tag);
  expect(await tags('linux/arm64', true)).toEqual(['cdkasset-a', 'cdkasset-c']);
  expect(await tags('linux/amd64', false)).toEqual(['cdkasset-b']);
});

test('where there is nothing to build, nothing is saved', async () => {
  writeImages({});
  expect(await build('linux/arm64')).toEqual({ built: [], calls: [] });
});

test('the options of docker build that the CDK gives are all known here', () => {
  const source = readFileSync(join(__dirname, '../../node_modules/aws-cdk/lib/index.js'), 'utf8');
  const at = source.indexOf('const buildCommand = [');
  const flags = [...source.slice(at, source.indexOf('"."', at)).matchAll(/"(--[a-z-]+)"|`(--[a-z-]+)=/g)].map(
    ([, a, b]) => a ?? b,
  );
  const ours = readFileSync(join(__dirname, '../../src/delivery/images/build.ts'), 'utf8');
  expect(flags.length).toBeGreaterThan(10);
  expect(flags.filter((flag) => !ours.includes(flag))).toEqual([]);
});
