import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStageAssembly } from '../../src/delivery/assembly';
import { requireSafeAssembly } from '../../src/delivery/assembly-safety';
import { checkAssembly } from '../../src/delivery/assembly-safety/check';
import {
  ARTIFACT,
  ARTIFACT_PROPERTIES,
  ASSEMBLY_MANIFEST,
  ASSET,
  ASSET_MANIFEST,
  BOOTSTRAP_ROLE,
  CACHE_OPTION,
  FILE_DESTINATION,
  FILE_SOURCE,
  IMAGE_DESTINATION,
  IMAGE_METADATA,
  IMAGE_SOURCE,
  KNOWN_SCHEMA,
  PROGRAMS,
} from '../../src/delivery/assembly-safety/schema';
import { buildImages } from '../../src/delivery/images/build';
import { type AssemblyParts, goodAssembly, writeAssembly } from '../support/assembly';
import { temporaryDirectory } from '../support/synthesized';

/** What is found in an assembly that a test has changed, each as a line. */
function found(change: (parts: AssemblyParts, directory: string) => void): string[] {
  const directory = join(temporaryDirectory(), 'cdk.out');
  const parts = goodAssembly();
  change(parts, directory);
  writeAssembly(directory, parts);
  return checkAssembly(directory).map(({ place, cause }) => `${place}: ${cause}`);
}

const assets = (parts: AssemblyParts) => parts['dev-service.assets.json'];
const image = (parts: AssemblyParts) => assets(parts).dockerImages.image;
const artifact = (parts: AssemblyParts, id: string) => parts['manifest.json'].artifacts[id];
/** Changes what a test has at hand, as a statement that is an expression. */
const set = (target: object, members: object): void => void Object.assign(target, members);
const imageWith = (source: object) => (parts: AssemblyParts) => void Object.assign(image(parts).source, source);
const fileWith = (source: object) => (parts: AssemblyParts) =>
  void Object.assign(assets(parts).files.folder.source, source);
const stackWith = (properties: object) => (parts: AssemblyParts) =>
  void Object.assign(artifact(parts, 'dev-service').properties, properties);

test('what the CDK writes is data', () => {
  expect(found(() => undefined)).toEqual([]);
});

/** An assembly within the assembly, whose assets lie in the outer one, as the CDK writes it for a `cdk.Stage`. */
function inner(parts: AssemblyParts, asset: object): void {
  artifact(parts, 'dev-service').dependencies.push('assembly-inner');
  parts['manifest.json'].artifacts['assembly-inner'] = {
    type: 'cdk:cloud-assembly',
    properties: { directoryName: 'assembly-inner' },
  };
  const artifacts = { assets: { type: 'cdk:asset-manifest', properties: { file: 'inner.assets.json' } } };
  Object.assign(parts, {
    'assembly-inner/manifest.json': { version: '55.0.0', artifacts },
    'assembly-inner/inner.assets.json': { version: '55.0.0', ...asset },
  });
}

const destinations = { here: { bucketName: 'b', objectKey: 'k' } };

test.each<[string, (parts: AssemblyParts) => void]>([
  [
    'images that are built with what lies in the assembly',
    imageWith({
      dockerFile: 'docker/Dockerfile',
      dockerBuildArgs: { BASE: 'x@sha256:1' },
      dockerBuildContexts: {
        base: 'docker-image://alpine',
        sources: 'https://example.com/x.git',
        beside: '../asset.folder',
      },
      dockerBuildSecrets: { token: 'src=token.txt' },
      dockerBuildSsh: 'default',
      dockerOutputs: ['type=docker'],
      cacheFrom: [
        { type: 'registry', params: { ref: 'example.com/cache:x' } },
        { type: 'local', params: { src: 'cache' } },
      ],
      cacheTo: { type: 'gha', params: { mode: 'max' } },
      networkMode: 'none',
    }),
  ],
  [
    'an inner assembly, its assets beside it',
    (parts) => inner(parts, { files: { a: { source: { path: '../asset.folder', packaging: 'zip' }, destinations } } }),
  ],
  [
    'metadata as older synthesizers write them',
    (parts) => {
      const data = { packaging: 'container-image', path: 'asset.image', file: 'Dockerfile', id: 'x', sourceHash: 'x' };
      artifact(parts, 'dev-service').metadata = { '/x': [{ type: 'aws:cdk:asset', data, trace: [] }] };
    },
  ],
])('%s: data', (_, change) => {
  expect(found(change)).toEqual([]);
});

const OUTSIDE = [
  ['/etc/passwd', 'absolute'],
  ['C:\\Windows', 'absolute'],
  ['\\\\host\\share', 'absolute'],
  ['../outside', 'leads out'],
  ['..\\outside', 'leads out'],
  ['asset.folder/../../outside', 'goes up'],
  ['asset./../../../x', 'goes up'],
  ['', 'no path'],
  ['a\0b', 'no path'],
] as const;

/** A text around a path; what is no text stays what it is. */
const within = (before: string, path: unknown) => (typeof path === 'string' ? `${before}${path}` : path);

/** Every place of an assembly that is a path. */
const PATHS: Readonly<Record<string, (parts: AssemblyParts, path: unknown) => void>> = {
  templateFile: (parts, path) => stackWith({ templateFile: path, stackTemplateAssetObjectUrl: undefined })(parts),
  'file of an asset manifest': (parts, file) => set(artifact(parts, 'dev-service.assets').properties, { file: file }),
  'file of a tree': (parts, file) => set(artifact(parts, 'Tree').properties, { file: file }),
  additionalMetadataFile: (parts, file) => set(artifact(parts, 'dev-service'), { additionalMetadataFile: file }),
  directoryName: (parts, directoryName) => {
    parts['manifest.json'].artifacts.inner = { type: 'cdk:cloud-assembly', properties: { directoryName } };
  },
  'path of a file': (parts, path) => fileWith({ path })(parts),
  'directory of an image': (parts, directory) => imageWith({ directory })(parts),
  dockerFile: (parts, dockerFile) => imageWith({ directory: '.', dockerFile })(parts),
  dockerBuildContexts: (parts, x) => imageWith({ directory: '.', dockerBuildContexts: { x } })(parts),
  'dockerBuildContexts, as a layout': (parts, x) =>
    imageWith({ directory: '.', dockerBuildContexts: { x: within('oci-layout://', x) } })(parts),
  dockerBuildSecrets: (parts, x) => imageWith({ directory: '.', dockerBuildSecrets: { x: within('src=', x) } })(parts),
  dockerOutputs: (parts, x) => imageWith({ directory: '.', dockerOutputs: [within('type=local,dest=', x)] })(parts),
  cacheFrom: (parts, src) => imageWith({ directory: '.', cacheFrom: [{ type: 'local', params: { src } }] })(parts),
  cacheTo: (parts, dest) => imageWith({ directory: '.', cacheTo: { type: 'local', params: { dest } } })(parts),
  'aws:asset:path of a nested stack': (parts, path) => {
    const Nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': path } };
    parts['dev-service.template.json'] = { Resources: { Nested } };
  },
  'path of metadata': (parts, path) => {
    const entry = { type: 'aws:cdk:asset', data: { packaging: 'file', path, id: 'x', sourceHash: 'x' } };
    parts['dev-service.metadata.json'] = { '/x': [entry] };
  },
  'file of an inner assembly': (parts, path) => inner(parts, { files: { a: { source: { path }, destinations } } }),
};

describe.each(Object.entries(PATHS))('a path out of the assembly as %s', (_, place) => {
  test.each(OUTSIDE)('%j', (path, cause) => {
    // an inner assembly may go up one step
    const isInner = place === PATHS['file of an inner assembly'];
    const outside = isInner && cause === 'leads out' ? `../${path}` : path;
    expect(found((parts) => place(parts, outside)).join('\n')).toMatch(
      cause === 'leads out' ? /leads out/ : /absolute|goes up|no path|leads out/,
    );
  });

  test.each([[null], [7], [['x']], [{ a: 1 }]])('%j, which is no text', (value) => {
    expect(found((parts) => place(parts, value))).not.toEqual([]);
  });
});

const PROGRAM = ['sh', '-c', 'touch /tmp/x'];

test.each<[string, (parts: AssemblyParts) => void]>([
  ['a file', fileWith({ executable: PROGRAM })],
  ['a file beside its path', fileWith({ path: 'asset.folder', executable: [] })],
  ['an image', imageWith({ executable: PROGRAM })],
  ['an image, without its directory', (parts) => set(image(parts), { source: { executable: PROGRAM } })],
  [
    'a file of an inner assembly',
    (parts) => inner(parts, { files: { a: { source: { executable: PROGRAM }, destinations } } }),
  ],
])('a program that makes %s', (_, change) => {
  expect(found(change).join('\n')).toContain('names a program');
});

test.each<[string, (parts: AssemblyParts) => void, RegExp]>([
  [
    'a manifest without a version',
    (parts) => void delete parts['manifest.json'].version,
    /manifest\.json: version: is undefined/,
  ],
  ['one of a newer schema', (parts) => set(parts['manifest.json'], { version: '999.0.0' }), /known up to version 55/],
  [
    'one whose version is none',
    (parts) => set(parts['manifest.json'], { version: 'latest' }),
    /no version of a schema/,
  ],
  ['an asset manifest without a version', (parts) => void delete assets(parts).version, /assets\.json: version/],
  ['one of a newer schema', (parts) => set(assets(parts), { version: '56.0.0' }), /known up to version 55/],
  ['no artifacts', (parts) => void delete parts['manifest.json'].artifacts, /artifacts: is missing/],
  [
    'a property of the manifest',
    (parts) => set(parts['manifest.json'], { hooks: {} }),
    /manifest\.json: hooks: is a property that is not known/,
  ],
  ['a property of an artifact', (parts) => set(artifact(parts, 'Tree'), { run: 'x' }), /artifacts\.Tree\.run: /],
  [
    'a type of artifact',
    (parts) => set(artifact(parts, 'Tree'), { type: 'cdk:program' }),
    /"cdk:program", which is not known/,
  ],
  [
    'a type that objects inherit',
    (parts) => set(artifact(parts, 'Tree'), { type: 'constructor' }),
    /which is not known/,
  ],
  ['a property of a stack', stackWith({ hook: 'x' }), /properties\.hook: /],
  ['a property of a role', stackWith({ lookupRole: { arn: 'x', program: 'y' } }), /lookupRole\.program: /],
  ['a property of an asset manifest', (parts) => set(assets(parts), { programs: {} }), /assets\.json: programs: /],
  ['a property of a file', (parts) => set(assets(parts).files.folder, { before: 'x' }), /files\.folder\.before: /],
  ['a property of a source', fileWith({ command: 'x' }), /files\.folder\.source\.command: /],
  ['a property of an image', imageWith({ dockerBuildHook: 'x' }), /dockerBuildHook: is a property that is not known/],
  [
    'a property of a destination',
    (parts) => set(image(parts).destinations.here, { program: 'x' }),
    /destinations\.here\.program/,
  ],
  [
    'a property called __proto__',
    (parts) => set(parts, { 'dev-service.assets.json': '{"version":"55.0.0","__proto__":{"x":1}}' }),
    /__proto__: is a property/,
  ],
  ['a packaging', fileWith({ packaging: 'exec' }), /"exec", which is not known/],
  ['a source without anything', (parts) => set(image(parts), { source: {} }), /directory: is undefined/],
  ['an asset without a source', (parts) => void delete image(parts).source, /image\.source: is missing/],
  [
    'context that is looked up',
    (parts) => set(parts['manifest.json'], { missing: [{ key: 'x', provider: 'plugin', props: {} }] }),
    /missing: asks for context/,
  ],
  [
    'a secret of the environment',
    imageWith({ dockerBuildSecrets: { x: 'env=AWS_SECRET_ACCESS_KEY' } }),
    /dockerBuildSecrets\.x: is no file/,
  ],
  [
    'a secret with two sources',
    imageWith({ dockerBuildSecrets: { x: 'src=a,src=/etc/shadow' } }),
    /dockerBuildSecrets\.x: is no file/,
  ],
  [
    'a secret whose name is an option',
    imageWith({ dockerBuildSecrets: { 'x,src=/etc/shadow': 'src=a' } }),
    /no option of docker/,
  ],
  ['a key of the machine', imageWith({ dockerBuildSsh: 'default=/home/me/.ssh/id_rsa' }), /names a key of the machine/],
  ['an output that is pushed', imageWith({ dockerOutputs: ['type=registry'] }), /pushes to a registry/],
  [
    'an output that is pushed as an image',
    imageWith({ dockerOutputs: ['type=image,name=x,push=true'] }),
    /pushes to a registry/,
  ],
  ['an output of an unknown type', imageWith({ dockerOutputs: ['type=exec'] }), /type that is not known/],
  ['an output in quotes', imageWith({ dockerOutputs: ['"type=local","dest=/x"'] }), /names no type/],
  ['a path alone as output', imageWith({ dockerOutputs: ['/tmp'] }), /absolute/],
  [
    'a cache whose type holds options',
    imageWith({ cacheFrom: [{ type: 'gha,type=local', params: { src: '/etc' } }] }),
    /without commas/,
  ],
  [
    'a cache whose value holds options',
    imageWith({ cacheTo: { type: 'registry', params: { ref: 'x,dest=/etc' } } }),
    /without commas/,
  ],
  ['a cache of an unknown type', imageWith({ cacheTo: { type: 'exec' } }), /which is not known/],
  [
    'a context whose name is another',
    imageWith({ dockerBuildContexts: { 'x=/etc,y': 'asset.image' } }),
    /no option of docker/,
  ],
  [
    'a template from elsewhere',
    stackWith({ stackTemplateAssetObjectUrl: 's3://somebody/else.json' }),
    /another template would be deployed/,
  ],
  ['a template of another file', stackWith({ templateFile: 'tree.json' }), /another template would be deployed/],
  [
    'an assembly within itself',
    (parts) =>
      set(parts['manifest.json'].artifacts, { x: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } }),
    /has been seen/,
  ],
  ['a manifest that is no JSON', (parts) => set(parts, { 'manifest.json': '{' }), /manifest\.json: is not JSON/],
  ['a manifest that nests', (parts) => set(parts, { 'manifest.json': '['.repeat(1e6) }), /nests more than/],
  [
    'a conflicted manifest',
    (parts) => set(parts, { 'manifest.json': '<<<<<<< a\n{}\n=======\n>>>>>>> b\n' }),
    /a conflict that a merge left \(line 1\)/,
  ],
])('%s', (_, change, message) => {
  expect(found(change).join('\n')).toMatch(message);
});

describe('what lies in an assembly', () => {
  const withAssembly = (change: (directory: string, outside: string) => void): string[] => {
    const folder = temporaryDirectory();
    const directory = writeAssembly(join(folder, 'cdk.out'), goodAssembly());
    const outside = join(folder, 'outside');
    writeFileSync(outside, 'secret');
    change(directory, outside);
    return checkAssembly(directory).map(({ place, cause }) => `${place}: ${cause}`);
  };

  test('links that stay in it are data', () => {
    expect(
      withAssembly((directory) => {
        symlinkSync('index.js', join(directory, 'asset.folder/main.js'));
        symlinkSync('../asset.image', join(directory, 'asset.folder/image'));
        linkSync(join(directory, 'tree.json'), join(directory, 'tree2.json'));
      }),
    ).toEqual([]);
  });

  test.each<[string, (directory: string, outside: string) => void, RegExp]>([
    [
      'an absolute link',
      (directory, outside) => symlinkSync(outside, join(directory, 'asset.folder/x')),
      /asset\.folder\/x: is a link to the absolute path/,
    ],
    [
      'a link up',
      (directory) => symlinkSync('../../outside', join(directory, 'asset.folder/x')),
      /a link out of the assembly/,
    ],
    [
      'a link to nothing, out of it',
      (directory) => symlinkSync('../gone', join(directory, 'x')),
      /a link out of the assembly/,
    ],
    ['a folder that is a link', (directory) => symlinkSync('..', join(directory, 'up')), /up: is a link out/],
    [
      'links that lead out together',
      (directory) => {
        symlinkSync('.', join(directory, 'here'));
        symlinkSync('here/../outside', join(directory, 'x'));
      },
      /x: is a link that goes up/,
    ],
    [
      'a hard link',
      (directory, outside) => linkSync(outside, join(directory, 'asset.folder/x')),
      /asset\.folder\/x: is the same file as one outside/,
    ],
    [
      'a named pipe',
      (directory) => void execFileSync('mkfifo', [join(directory, 'pipe')]),
      /pipe: is neither a file nor a folder/,
    ],
    [
      'a manifest that is a link',
      (directory) => {
        symlinkSync('tree.json', join(directory, 'linked.json'));
        const manifest = goodAssembly()['manifest.json'];
        manifest.artifacts['dev-service.assets'].properties.file = 'linked.json';
        writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
      },
      /linked\.json: is no file/,
    ],
  ])('%s is refused', (_, change, message) => {
    expect(withAssembly(change).join('\n')).toMatch(message);
  });

  test('an assembly that is a link itself is refused', () => {
    const folder = temporaryDirectory();
    writeAssembly(join(folder, 'real'), goodAssembly());
    symlinkSync('real', join(folder, 'cdk.out'));
    expect(checkAssembly(join(folder, 'cdk.out'))).toMatchObject([{ cause: 'is a link and no folder' }]);
  });
});

test('every command that opens an assembly refuses it, and names what is wrong', async () => {
  const parts = goodAssembly();
  fileWith({ executable: PROGRAM })(parts);
  const directory = writeAssembly(join(temporaryDirectory(), 'cdk.out'), parts);
  const refused =
    /cdk\.out: is not given to the CDK.*\n {2}dev-service\.assets\.json: files\.folder\.source\.executable: names a program/;
  expect(() => requireSafeAssembly(directory)).toThrow(refused);
  expect(() => readStageAssembly(directory, 'dev')).toThrow(refused);
  const docker = jest.fn();
  await expect(
    buildImages(directory, { name: 'linux/arm64', unspecified: true }, 'images.tar', docker),
  ).rejects.toThrow(refused);
  expect(docker).not.toHaveBeenCalled();
});

describe('the schemas of the CDK that is installed', () => {
  const definitions = (name: string): Record<string, { properties?: object; enum?: string[] }> =>
    JSON.parse(readFileSync(require.resolve(`@aws-cdk/cloud-assembly-schema/schema/${name}.schema.json`), 'utf8'))
      .definitions;
  const all = { ...definitions('assets'), ...definitions('cloud-assembly') };
  const propertiesOf = (name: string) => Object.keys(all[name].properties ?? {}).sort();

  test.each<[string, readonly string[]]>([
    ['AssemblyManifest', ASSEMBLY_MANIFEST],
    ['ArtifactManifest', ARTIFACT],
    [
      'AwsCloudFormationStackProperties',
      ARTIFACT_PROPERTIES['aws:cloudformation:stack'].filter((name) => name !== 'additionalDependencies'),
    ],
    ['AssetManifestProperties', ARTIFACT_PROPERTIES['cdk:asset-manifest']],
    ['NestedCloudAssemblyProperties', ARTIFACT_PROPERTIES['cdk:cloud-assembly']],
    ['TreeArtifactProperties', ARTIFACT_PROPERTIES['cdk:tree']],
    ['FeatureFlagReportProperties', ARTIFACT_PROPERTIES['cdk:feature-flag-report']],
    ['BootstrapRole', BOOTSTRAP_ROLE],
    ['AssetManifest', ASSET_MANIFEST],
    ['FileAsset', ASSET],
    ['DockerImageAsset', ASSET],
    ['FileSource', [...FILE_SOURCE, ...PROGRAMS]],
    ['DockerImageSource', [...IMAGE_SOURCE, ...PROGRAMS]],
    ['FileDestination', FILE_DESTINATION],
    ['DockerImageDestination', IMAGE_DESTINATION],
    ['DockerCacheOption', CACHE_OPTION],
  ])('%s has the properties that are known here', (name, known) => {
    expect(propertiesOf(name)).toEqual([...known].sort());
  });

  test('have the types of artifacts, the version and the metadata of images that are known here', () => {
    expect(all.ArtifactType.enum?.sort()).toEqual(['none', ...Object.keys(ARTIFACT_PROPERTIES)].sort());
    const { revision } = JSON.parse(
      readFileSync(require.resolve('@aws-cdk/cloud-assembly-schema/schema/version.json'), 'utf8'),
    );
    expect(KNOWN_SCHEMA).toBe(revision);
    const rest = ['packaging', 'imageNameParameter', 'repositoryName', 'imageTag', 'id', 'sourceHash'];
    expect(propertiesOf('ContainerImageAssetMetadataEntry')).toEqual([...Object.keys(IMAGE_METADATA), ...rest].sort());
  });
});
