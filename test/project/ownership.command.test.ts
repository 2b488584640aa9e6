import { existsSync, mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IniFile, JsonFile, javascript, type Project, TextFile, typescript, YamlFile } from 'projen';
import { UdpServiceProject, type UdpServiceProjectOptions } from '../../src';
import { MANIFEST_FILE, type Manifest, readManifest } from '../../src/files/manifest';
import { OwnedFile } from '../../src/project/ownership/owned-file';
import { UserError } from '../../src/util/user-error';
import { temporaryDirectory } from '../support/synthesized';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
  process.env.PROJEN_DISABLE_POST = 'true';
});
afterEach(() => {
  for (const name of ['PROJEN_DISABLE_POST', 'PROJEN_CREATE_PROJECT', 'PROJEN_EJECTING']) delete process.env[name];
});

/** One synth of the repository; `extend` is what a user or a preset adds. */
function synth(
  options: Partial<UdpServiceProjectOptions> = {},
  extend: (project: UdpServiceProject) => void = () => {},
) {
  const project = new UdpServiceProject({ name: 'echo', outdir: directory, ...options });
  extend(project);
  project.synth();
  return project;
}

/** The message of a synth that stops. */
function refusal(...args: Parameters<typeof synth>): string {
  try {
    synth(...args);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('the synth did not stop');
}

const read = (path: string) => readFileSync(join(directory, path), 'utf8');
const has = (path: string) => existsSync(join(directory, path));
const json = (path: string) => JSON.parse(read(path));
function write(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  if (has(path)) unlinkSync(join(directory, path));
  writeFileSync(join(directory, path), text);
}
const edit = (path: string, change: (text: string) => string) => write(path, change(read(path)));
// biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of its own file
const editJson = (path: string, change: (value: any) => void) => {
  const value = json(path);
  change(value);
  write(path, `${JSON.stringify(value, undefined, 2)}\n`);
};
function manifest(): Manifest {
  const reading = readManifest(directory);
  if (reading.state !== 'valid') throw new Error(reading.state);
  return reading.manifest;
}
const release = (path: string) =>
  editJson(MANIFEST_FILE, ({ files }) => Object.assign(files[path], { class: 'owned', released: true }));

describe('a manifest', () => {
  test('names every file with its class, and the package that wrote it', () => {
    synth();
    const { template, files } = manifest();
    expect(template).toEqual({ name: 'projen-udp-service', version: '0.0.0' });
    const classes = Object.entries(files).map(([path, file]) => `${file.class} ${path}`);
    expect(classes).toEqual(
      expect.arrayContaining([
        'managed src/main.ts',
        'managed .projen/tasks.json',
        'managed .github/workflows/build.yml',
        'owned README.md',
        'owned src/extensions.ts',
        'owned app/server.py',
        'shared package.json',
        'shared cdk.json',
        'shared .gitignore',
      ]),
    );
    expect(files[MANIFEST_FILE]).toBeUndefined();
  });

  test('and every file are the same after a second synth', () => {
    synth();
    const before = read(MANIFEST_FILE);
    synth();
    expect(read(MANIFEST_FILE)).toBe(before);
  });
});

describe('an edited managed file', () => {
  test('stops the synth: the message names it, shows the edit, and says what serves instead and what to run', () => {
    synth();
    edit('src/main.ts', (text) => `${text}// my own idea\n`);
    edit('.github/workflows/build.yml', (text) => text.replace('name: build', 'name: mine'));
    write('docs/service.md', 'mine\n');
    unlinkSync(join(directory, 'src/template/app.ts'));
    const message = refusal();
    expect(message).toContain('3 files are not as the template left them; nothing was written.');
    expect(message).toContain('+// my own idea');
    expect(message).toContain('instead: To change the stacks, use .projenrc.ts or src/extensions.ts.');
    expect(message).toContain('-name: build');
    expect(message).toMatch(/build\.yml[\s\S]*instead: .*tryFindObjectFile/);
    expect(message).toContain('npx udp-service files take src/main.ts');
    expect(message).toContain('npx udp-service files release docs/service.md');
    expect(has('src/template/app.ts')).toBe(false);
  });

  test('without which the repository cannot live offers no release, which would be refused', () => {
    synth();
    edit('.projen/tasks.json', (text) => text.replace('"build"', '"mine"'));
    edit('src/template/service.ts', (text) => `${text}// mine\n`);
    const message = refusal();
    expect(message).toContain('npx udp-service files take .projen/tasks.json');
    expect(message).not.toContain('files release');
  });

  test('that is not generated any more is kept, and its owner is told', () => {
    synth({}, (project) => {
      for (const path of ['extra/a.sh', 'extra/b.sh']) new TextFile(project, path, { lines: ['echo', ''] });
    });
    edit('extra/a.sh', (text) => `${text}# mine\n`);
    const warnings: string[] = [];
    synth({}, ({ logger }) => (logger.warn = (text: string) => void warnings.push(text)));
    expect(read('extra/a.sh')).toBe('echo\n# mine\n');
    expect(has('extra/b.sh')).toBe(false);
    expect(warnings).toEqual([
      'extra/a.sh is not generated any more and was edited: it is kept, and yours from now on.',
    ]);
    expect(manifest().files['extra/a.sh']).toMatchObject({ class: 'owned' });
  });

  test('is none after a checkout with other line ends or modes', () => {
    synth();
    edit('src/main.ts', (text) => text.replaceAll('\n', '\r\n'));
    edit('package.json', (text) => text.replaceAll('\n', '\r\n'));
    edit('.gitignore', (text) => text.replaceAll('\n', '\r\n'));
    synth();
  });
});

describe('owned files', () => {
  const owned = ['README.md', 'src/extensions.ts', 'app/server.py', 'app/Dockerfile'];

  test('are never written again: neither what was changed nor what was removed', () => {
    synth();
    write('README.md', 'mine\n');
    write('app/server.py', 'mine\n');
    for (const path of ['src/extensions.ts', 'app/Dockerfile']) unlinkSync(join(directory, path));
    synth({ port: 4321 });
    expect(owned.filter(has)).toEqual(['README.md', 'app/server.py']);
    expect([read('README.md'), read('app/server.py')]).toEqual(['mine\n', 'mine\n']);
  });

  test('stay when a version of the template makes managed files owned, and are refused the other way round', () => {
    const managed = (text: string) => (project: Project) => new TextFile(project, 'a.txt', { lines: [text, ''] });
    const own = (text: string) => (project: Project) => new OwnedFile(project, 'a.txt', text);
    synth({}, managed('one'));
    edit('a.txt', () => 'mine\n');
    synth({}, own('two'));
    expect(read('a.txt')).toBe('mine\n');
    expect(refusal({}, managed('three'))).toContain(
      'a.txt: it is yours until now, and this version of the template writes it',
    );
    edit('a.txt', () => 'one\n');
    synth({}, managed('three'));
    expect(read('a.txt')).toBe('three\n');
  });
});

describe('package.json', () => {
  test('keeps what a package manager added, also when the template changes it', () => {
    synth();
    editJson('package.json', (value) => {
      value.dependencies = { zod: '^4.0.0', ...value.dependencies };
      value.devDependencies['@acme/tools'] = 'git+ssh://git@example.com/acme/tools.git#v1';
      value.optionalDependencies = { fsevents: '*' };
      value.type = 'commonjs';
      value.scripts.mine = 'echo mine';
    });
    const before = json('package.json');
    const others = ['.projen/deps.json', '.projen/tasks.json', MANIFEST_FILE].map(read);
    const warnings: string[] = [];
    synth({}, ({ logger }) => (logger.warn = (text: string) => void warnings.push(text)));
    expect(json('package.json')).toEqual(before);
    // a pull request that adds a dependency passes without a synth
    expect(['.projen/deps.json', '.projen/tasks.json', MANIFEST_FILE].map(read)).toEqual(others);
    expect(warnings).toEqual([]);
    synth({ devDeps: ['left-pad@1.0.0'] });
    expect(json('package.json')).toEqual({
      ...before,
      devDependencies: { ...before.devDependencies, 'left-pad': '1.0.0' },
    });
    editJson('package.json', (value) => delete value.dependencies.zod);
    synth();
    expect(json('package.json').dependencies).not.toHaveProperty('zod');
    expect(json('package.json').devDependencies).not.toHaveProperty('left-pad');
  });

  test('keeps the version of a dependency for which the template names none', () => {
    synth({ devDeps: ['left-pad'] });
    expect(json('package.json').devDependencies['left-pad']).toBe('*');
    editJson('package.json', (value) => (value.devDependencies['left-pad'] = '^1.3.0'));
    const before = read(MANIFEST_FILE);
    synth({ devDeps: ['left-pad'] });
    expect(json('package.json').devDependencies['left-pad']).toBe('^1.3.0');
    expect(read(MANIFEST_FILE)).toBe(before);
    synth();
    expect(json('package.json').devDependencies).not.toHaveProperty('left-pad');
  });

  test('stops the synth at a key of the template, and names the option that serves', () => {
    synth();
    editJson('package.json', (value) => {
      value.scripts.build = 'make';
      value.devDependencies.jest = '^29.0.0';
      value.dependencies['aws-cdk-lib'] = '2.1.0';
      delete value.devDependencies.tsx;
      value.version = '1.2.3';
    });
    const message = refusal();
    expect(message).toMatch(/scripts\.build: was changed to "make", the template writes "projen build"\n.*setScript/);
    expect(message).toMatch(/devDependencies\.jest: was changed to "\^29\.0\.0".*\n.*'devDeps'/);
    expect(message).toMatch(/aws-cdk-lib: was changed.*\n.*'projenOptions\.cdkVersion'/);
    expect(message).toMatch(/devDependencies\.tsx: was removed/);
    expect(message).toMatch(/version: was changed to "1\.2\.3".*\n.*addVersion/);
    expect(message).not.toContain('release package.json');
  });
});

describe('other shared files', () => {
  test('keep keys and lines of the user', () => {
    synth();
    editJson('cdk.json', (value) => {
      value.notices = false;
      value.context['acme:flag'] = true;
    });
    edit('.gitignore', (text) => `.idea/\n${text}*.local\n`);
    edit('.gitattributes', (text) => `${text}*.pcap filter=lfs\n`);
    synth({ port: 4321 });
    expect(json('cdk.json')).toMatchObject({ notices: false, context: { 'acme:flag': true } });
    expect(read('.gitignore')).toMatch(/^\.idea\/\n[\s\S]*\n\*\.local\n$/);
    expect(read('.gitattributes')).toMatch(/\n\*\.pcap filter=lfs\n$/);
  });

  test('stop the synth where what is the template’s was edited', () => {
    synth();
    editJson('cdk.json', (value) => (value.context['@aws-cdk/aws-iam:minimizePolicies'] = false));
    edit('.gitignore', (text) => text.replace('node_modules/\n', ''));
    const message = refusal();
    expect(message).toContain(
      'context.@aws-cdk/aws-iam:minimizePolicies: was changed to false, the template writes true',
    );
    expect(message).toMatch(/\.gitignore: the lines that the template wrote in it were edited[\s\S]*\| -node_modules/);
  });

  test('are shown to reviewers, as is what was released; what is generated is not', () => {
    synth();
    release('src/main.ts');
    synth();
    const hidden = (path: string) => read('.gitattributes').includes(`/${path} linguist-generated`);
    expect(['package.json', 'cdk.json', '.gitignore', 'src/main.ts'].filter(hidden)).toEqual([]);
    expect(['src/template/app.ts', MANIFEST_FILE].filter(hidden)).toHaveLength(2);
  });
});

describe('a released file', () => {
  test('is the user’s: neither written nor listed nor ignored nor excluded from the linter', () => {
    synth();
    release('src/main.ts');
    edit('src/main.ts', () => 'mine\n');
    synth({ port: 4321 });
    expect(read('src/main.ts')).toBe('mine\n');
    expect(json('.projen/files.json').files).not.toContain('src/main.ts');
    expect(read('biome.jsonc')).not.toContain('!src/main.ts');
    expect(read('biome.jsonc')).toContain('!src/template/app.ts');
    expect(read('.gitignore')).toContain('!/src/main.ts');
    unlinkSync(join(directory, 'src/main.ts'));
    synth();
    expect(has('src/main.ts')).toBe(false);
  });

  test.each(['package.json', '.projen/tasks.json', 'src/template/service.ts', '.gitignore'])(
    '%s cannot be one, whatever a manifest says',
    (path) => {
      synth();
      release(path);
      edit(path, (text) => text.replace(/\w/, 'X'));
      const message = refusal();
      expect(message).toContain(`npx udp-service files take ${path}`);
      expect(message).not.toContain('files release');
    },
  );
});

describe('a folder that is not empty', () => {
  beforeEach(() => {
    process.env.PROJEN_CREATE_PROJECT = 'true';
  });

  test('of a fresh GitHub repository is welcome: README and LICENSE stay, lines of .gitignore stay above the generated ones', () => {
    write('README.md', '# Echo\n');
    write('LICENSE', 'MIT License\n');
    write('.gitignore', '# Logs\nlogs\n*.log\ndist\n.env\n');
    synth({ projenOptions: { license: 'MIT', copyrightOwner: 'Acme' } as never });
    expect(read('README.md')).toBe('# Echo\n');
    expect(read('LICENSE')).toBe('MIT License\n');
    expect(read('.gitignore')).toMatch(/^# Logs\nlogs\n\*\.log\ndist\n\.env\n# ~~ Generated by projen/);
    synth({ projenOptions: { license: 'MIT', copyrightOwner: 'Acme' } as never });
    expect(read('LICENSE')).toBe('MIT License\n');
  });

  test('is refused with every file that would be overwritten, and nothing is written', () => {
    write('src/main.ts', 'mine\n');
    write('.github/workflows/build.yml', 'on: push\n');
    write('cdk.json', '{ "app": "npx ts-node mine.ts", "mine": 1 }\n');
    write('.projenrc.ts', 'mine\n');
    write('yarn.lock', '');
    mkdirSync(join(directory, 'tsconfig.json'));
    const message = refusal();
    expect(message).toContain(
      'The folder is not empty, and 6 files in it would be overwritten; nothing of the template was',
    );
    expect(message).toContain('remedy: move src/main.ts away or remove it, and run the command again');
    expect(message).toMatch(/cdk\.json[\s\S]*app: is "npx ts-node mine\.ts"[\s\S]*remove these keys from cdk\.json/);
    expect(message).toContain('.projenrc.ts');
    expect(message).toContain('yarn.lock: it is the lockfile of another package manager');
    expect(message).toContain('tsconfig.json: a folder is there');
    expect(message).not.toContain('udp-service files');
    expect(has('src/template/app.ts')).toBe(false);
    expect(has(MANIFEST_FILE)).toBe(false);
  });

  test('keeps keys of a package.json that the template does not write', () => {
    write(
      'package.json',
      '{ "devDependencies": { "projen": "^0.103.25", "projen-udp-service": "^1.0.0", "zod": "^4" }, "type": "commonjs" }\n',
    );
    synth({ devDeps: ['projen-udp-service@^1.0.0'] });
    expect(json('package.json')).toMatchObject({
      name: 'echo',
      type: 'commonjs',
      devDependencies: { projen: '^0.103.25', 'projen-udp-service': '^1.0.0', zod: '^4' },
    });
  });

  test('with links is refused where they lead out of it', () => {
    symlinkSync(temporaryDirectory(), join(directory, 'src'));
    expect(refusal()).toContain('src/main.ts: a path out of the repository is there');
  });
});

describe('files of other components', () => {
  test('are guarded as well: objects, text, executables, what is not committed', () => {
    const others = (extra: string) => (project: Project) => {
      new YamlFile(project, 'a.yml', { obj: { a: extra } });
      new IniFile(project, 'a.ini', { obj: { a: extra } });
      new JsonFile(project, 'cache/a.json', { obj: { a: extra }, committed: false });
      new TextFile(project, 'run.sh', { lines: ['#!/bin/sh', `echo ${extra}`, ''], executable: true });
    };
    synth({}, others('one'));
    synth({}, others('two'));
    expect(read('a.yml')).toContain('a: two');
    for (const path of ['a.yml', 'a.ini', 'cache/a.json', 'run.sh']) edit(path, (text) => `${text}# mine\n`);
    const message = refusal({}, others('three'));
    expect(message).toContain('4 files are not');
    expect(message).toContain("instead: in .projenrc.ts: project.tryFindObjectFile('a.yml')?.addOverride('…', …)");
    expect(message).toContain("instead: in .projenrc.ts: project.tryRemoveFile('run.sh'), and a file of your own");
  });

  test('are written as they are in the end, where a component changes them while others are synthesized', () => {
    const project = synth({}, (given) => {
      const file = new JsonFile(given, 'late.json', { obj: { early: 1 } });
      given.tasks.synthesize = () => file.addOverride('late', 'yes');
    });
    expect(project.tryFindFile('late.json')?.changed).toBe(true);
    expect(json('late.json')).toMatchObject({ early: 1, late: 'yes' });
    synth({}, (given) => {
      const file = new JsonFile(given, 'late.json', { obj: { early: 1 } });
      given.tasks.synthesize = () => file.addOverride('late', 'yes');
    });
  });

  test('of subprojects are guarded, and remembered in the one manifest', () => {
    const sub = (project: UdpServiceProject, value: string) => {
      const child = new typescript.TypeScriptProject({
        parent: project,
        outdir: 'tools/sub',
        name: 'sub',
        defaultReleaseBranch: 'main',
        packageManager: javascript.NodePackageManager.NPM,
        sampleCode: false,
      });
      new JsonFile(child, 'a.json', { obj: { value } });
    };
    synth({}, (project) => sub(project, 'one'));
    expect(manifest().files['tools/sub/a.json']).toMatchObject({ class: 'managed' });
    synth({}, (project) => sub(project, 'two'));
    expect(json('tools/sub/a.json').value).toBe('two');
    edit('tools/sub/a.json', (text) => text.replace('two', 'mine'));
    expect(refusal({}, (project) => sub(project, 'three'))).toContain(
      'tools/sub/a.json: it is managed, and was edited',
    );
    edit('tools/sub/a.json', (text) => text.replace('mine', 'two'));
    synth();
    expect(has('tools/sub/a.json')).toBe(false);
  });
});
