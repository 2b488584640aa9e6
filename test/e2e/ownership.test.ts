import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { type CreatedRepository, copyRepository, gitStatus, mustRunIn, projenNew, runIn } from '../support/packed';
import { lintWorkflow } from '../support/workflow-lint';

/** One repository, made in the folder of a fresh repository on GitHub, for all tests of this file. */
let repository: CreatedRepository;
/** What the test works on: a copy of its own. */
let dir: string;
/** What the first attempt said, when a file was in the way, and the files that it left. */
let refused: { readonly output: string; readonly files: readonly string[] };

const GITHUB = {
  'README.md': '# Mine\n',
  LICENSE: 'MIT License\n',
  '.gitignore': '# Logs\nlogs\n*.log\n\n.env\ndist\n',
};

/** Neither formatted as the template's linter would, nor without what it finds fault with. */
const MINE = 'export var mine = "1"\ndebugger\n';
/** A test that fails, because its snapshot is another one. */
const TESTED = {
  'test/mine.test.ts': "test('mine', () => { expect(2).toMatchSnapshot() })\n",
  'test/__snapshots__/mine.test.ts.snap': '// Jest Snapshot v1\n\nexports[`mine 1`] = `1`;\n',
};

const path = (...parts: string[]) => join(dir, ...parts);
const read = (...parts: string[]) => readFileSync(path(...parts), 'utf8');
// the commands as they are found, without half a second of npx before each
const udpService = (args: readonly string[], cwd = dir) => runIn(cwd, path('node_modules/.bin/udp-service'), args);
const projen = (...args: string[]) => runIn(dir, path('node_modules/.bin/projen'), args);
const commit = async () => {
  await mustRunIn(dir, 'git', ['add', '--all']);
  await mustRunIn(dir, 'git', ['commit', '--quiet', '--allow-empty', '--message', 'Change']);
};
function edit(file: string, change: (text: string) => string): void {
  chmodSync(path(file), 0o644);
  writeFileSync(path(file), change(read(file)));
}

beforeAll(async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'ownership-')), 'my-service');
  mkdirSync(folder);
  for (const [file, text] of Object.entries(GITHUB)) writeFileSync(join(folder, file), text);
  for (const name of ['src', 'test/__snapshots__']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'src/main.ts'), MINE);
  for (const [file, text] of Object.entries(TESTED)) writeFileSync(join(folder, file), text);
  const { result } = await projenNew({ dir: folder });
  refused = { output: result.output, files: readdirSync(folder, { recursive: true }).map(String) };
  renameSync(join(folder, 'src/main.ts'), join(folder, 'src/mine.ts'));
  repository = await projenNew({ dir: folder });
  dir = repository.dir;
}, 400_000);
afterAll(() => rmSync(join(repository.dir, '..'), { recursive: true, force: true }));

/** Tests on a copy of the repository that is committed and removed afterwards. */
function onCopy(name: string, body: () => void): void {
  describe(name, () => {
    beforeAll(async () => {
      dir = await copyRepository(repository.dir);
    }, 60_000);
    afterAll(() => {
      rmSync(join(dir, '..'), { recursive: true, force: true });
      dir = repository.dir;
    });
    body();
  });
}

describe('projen new in the folder of a fresh repository on GitHub', () => {
  test('writes nothing where a file of unknown origin is in the way, and names it', () => {
    expect(refused.output).toContain('The folder is not empty, and a file in it would be overwritten');
    expect(refused.output).toContain('remedy: move src/main.ts away or remove it, and run the command again');
    // npm has installed the package by then
    const written = refused.files.filter((file) => !/^(node_modules|package(-lock)?\.json)/.test(file));
    const folders = ['src', 'test', 'test/__snapshots__'];
    expect(written.sort()).toEqual([...Object.keys(GITHUB), ...Object.keys(TESTED), ...folders, 'src/main.ts'].sort());
  });

  test('keeps what is there, says so in the manifest, and builds upon it', async () => {
    expect(repository.result.code === 0 ? '' : repository.result.output).toBe('');
    expect(read('README.md')).toBe(GITHUB['README.md']);
    expect(read('LICENSE')).toBe(GITHUB.LICENSE);
    expect(read('.gitignore').startsWith(GITHUB['.gitignore'])).toBe(true);
    // by the linter as well, and by the update of snapshots
    expect(read('src/mine.ts')).toBe(MINE);
    for (const [file, text] of Object.entries(TESTED)) expect(read(file)).toBe(text);
    expect(existsSync(path('test/template/__snapshots__/stages.test.ts.snap'))).toBe(true);
    expect(await gitStatus(dir)).toBe('');
    expect(JSON.parse(read('.udp-service/manifest.json')).files).toMatchObject({
      '.projenrc.ts': { class: 'owned' },
      'README.md': { class: 'owned' },
      'package.json': { class: 'shared' },
    });
  });

  test('leaves nothing to a second npx projen', async () => {
    await mustRunIn(dir, 'npx', ['projen']);
    expect(await gitStatus(dir)).toBe('');
  }, 60_000);

  afterAll(async () => {
    // what fails by its owner's fault is in the way of the builds below
    for (const file of ['src/mine.ts', ...Object.keys(TESTED)]) rmSync(path(file));
    await commit();
  });
});

onCopy('a dependency that npm installed', () => {
  test('survives npx projen, which changes nothing for it, and leaves again', async () => {
    await mustRunIn(dir, 'npm', ['install', '--ignore-scripts', 'ms@2.1.3']);
    await commit();
    expect((await projen()).output).not.toMatch(/unmanaged/i);
    expect(JSON.parse(read('package.json')).dependencies).toHaveProperty('ms');
    expect(await gitStatus(dir)).toBe('');
    await mustRunIn(dir, 'npm', ['uninstall', '--ignore-scripts', 'ms']);
    expect((await projen()).code).toBe(0);
    expect(JSON.parse(read('package.json')).dependencies).not.toHaveProperty('ms');
  }, 120_000);
});

onCopy('an edit of managed files', () => {
  const EDIT = '// an edit\n';

  test('stops npx projen with the ways out', async () => {
    edit('src/main.ts', (text) => text + EDIT);
    edit('src/template/stage.ts', (text) => text + EDIT);
    await commit();
    const { code, output } = await projen();
    expect(code).not.toBe(0);
    expect(output).toContain('+// an edit');
    expect(output).toContain('npx udp-service files take src/main.ts');
    expect(output).not.toMatch(/^Node\.js v|^\s*throw |\.js:\d+$/m);
    expect(await gitStatus(dir)).toBe('');
  }, 60_000);

  test('is told by status, as text and as JSON', async () => {
    expect((await udpService(['status'])).stdout).toMatch(/edited +src\/main\.ts\n +src\/template\/stage\.ts/);
    const report = JSON.parse((await udpService(['status', '--json'], path('src/template/constructs'))).stdout);
    expect(report).toMatchObject({
      schema: 1,
      template: { name: 'projen-udp-service' },
      channel: 'latest',
      behaviours: { dev: [] },
      files: { edited: [{ path: 'src/main.ts' }, { path: 'src/template/stage.ts' }], released: [], missing: [] },
    });
  }, 30_000);

  test('is refused where a path is wrong, and nothing is done', async () => {
    const { code, stderr } = await udpService(['files', 'take', 'src/main.ts', 'src/mian.ts', 'README.md', '../x']);
    expect(code).toBe(2);
    expect(stderr).toContain('../x: lies outside of the repository');
    const wrong = await udpService(['files', 'take', 'src/main.ts', 'src/mian.ts', 'nowhere']);
    expect(wrong.stderr).toContain(
      'src/mian.ts: the template writes no such file. See the list: npx udp-service files. Did you mean src/main.ts?',
    );
    expect(wrong.stderr).toContain('nowhere: the template writes no such file.');
    expect(read('src/main.ts')).toContain(EDIT);
  }, 30_000);

  test('is taken back from any folder, and kept as a patch that git applies', async () => {
    const { code, stdout } = await udpService(['files', 'take', '..\\..\\main.ts'], path('src/template/constructs'));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('git apply src/main.ts.udp-service.patch'),
    });
    expect(read('src/main.ts')).not.toContain(EDIT);
    await mustRunIn(dir, 'git', ['apply', '--check', 'src/main.ts.udp-service.patch']);
    expect((await udpService(['status'])).stdout).toMatch(/kept edits +src\/main\.ts\.udp-service\.patch/);
  }, 30_000);

  test('is the user’s after a release, which status tells; files that are needed are refused', async () => {
    const refused = await udpService(['files', 'release', 'src/template/service.ts', 'README.md', 'package.json']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('src/template/service.ts: cannot be released: it is what .projenrc.ts says');
    expect(refused.stderr).toContain('README.md: is yours already');
    expect((await udpService(['files', 'release', 'src/template/stage.ts'])).code).toBe(0);
    const { code, output } = await projen();
    expect(code === 0 ? '' : output).toBe('');
    expect(read('src/template/stage.ts')).toContain(EDIT);
    expect((await udpService(['status'])).stdout).toMatch(/released +src\/template\/stage\.ts\nedited +none/);
    expect((await udpService(['files', 'release', 'src/template/stage.ts'])).stderr).toContain('is released already');
  }, 60_000);

  test('is taken back from a released file as well', async () => {
    expect((await udpService(['files', 'take', 'src/template/stage.ts'])).code).toBe(0);
    expect((await projen()).code).toBe(0);
    expect(JSON.parse((await udpService(['files', '--json'])).stdout).files).toContainEqual({
      path: 'src/template/stage.ts',
      class: 'managed',
      state: 'unchanged',
      version: expect.any(String),
    });
  }, 60_000);
});

onCopy('a manifest in conflict', () => {
  test('is written anew by npx projen, and edits stay edits', async () => {
    const whole = read('.udp-service/manifest.json');
    edit('.udp-service/manifest.json', (text) =>
      text.replace(/^( {4}"version": .*)$/m, '<<<<<<< HEAD\n$1\n=======\n    "version": "9.9.9"\n>>>>>>> theirs'),
    );
    expect((await udpService(['status'])).stderr).toContain('holds the marks of a merge. Run `npx projen`');
    expect((await projen()).code).toBe(0);
    expect(read('.udp-service/manifest.json')).toBe(whole);
    writeFileSync(path('.udp-service/manifest.json'), '{');
    edit('src/main.ts', (text) => `${text}// mine\n`);
    expect((await projen()).output).toContain('src/main.ts: it is not from the template, as far as can be known');
    expect((await udpService(['files', 'take', 'src/main.ts'])).code).toBe(0);
    expect((await projen()).code).toBe(0);
    expect(read('.udp-service/manifest.json')).toBe(whole);
  }, 90_000);
});

onCopy('two branches that both change what is generated', () => {
  test('are merged by npx projen, where nobody else has written into it', async () => {
    const branch = async (name: string, file: string) => {
      await mustRunIn(dir, 'git', ['checkout', '--quiet', '-b', name, 'main']);
      await mustRunIn(dir, path('node_modules/.bin/udp-service'), ['files', 'release', file]);
      expect((await projen()).code).toBe(0);
      await commit();
    };
    await branch('one', '.github/workflows/drift.yml');
    await branch('two', '.github/workflows/rollback.yml');
    const merge = await runIn(dir, 'git', ['merge', '--quiet', 'one']);
    expect(merge.output).toContain('CONFLICT');
    const conflicts = (await mustRunIn(dir, 'git', ['diff', '--name-only', '--diff-filter=U'])).stdout
      .trim()
      .split('\n');
    expect(conflicts.length).toBeGreaterThan(1);
    const { code, output } = await projen();
    expect(code === 0 ? '' : output).toBe('');
    for (const file of conflicts) expect(read(file)).not.toMatch(/^[<>]{7} /m);
    const { files } = JSON.parse(read('.udp-service/manifest.json'));
    for (const name of ['drift', 'rollback']) {
      expect(files[`.github/workflows/${name}.yml`]).toMatchObject({ released: true });
    }
    await commit();
    expect((await projen()).code).toBe(0);
    expect(await gitStatus(dir)).toBe('');
  }, 120_000);
});

onCopy('the list of tasks', () => {
  test.each([
    ['lost', () => rmSync(path('.projen/tasks.json'))],
    ['in conflict', () => edit('.projen/tasks.json', (text) => `<<<<<<< HEAD\n${text}=======\n>>>>>>> theirs\n`)],
  ])(
    'is taken anew where it is %s, which projen cannot begin with',
    async (_, damage) => {
      damage();
      expect((await projen()).code).not.toBe(0);
      const taken = await udpService(['files', 'take', '.projen/tasks.json']);
      expect(taken.code === 0 ? '' : taken.output).toBe('');
      expect((await projen()).code).toBe(0);
      rmSync(path('.projen/tasks.json.udp-service.patch'), { force: true });
      expect(await gitStatus(dir)).toBe('');
    },
    60_000,
  );
});

onCopy('the build of a pull request', () => {
  /** The step of the workflow that finds differences, after the synth that the build begins with. */
  async function drift() {
    const synth = await projen('default');
    const steps = parse(read('.github/workflows/build.yml')).jobs.build.steps as { id: string; run: string }[];
    const script = steps.find(({ id }) => id === 'drift')?.run ?? '';
    const check = await runIn(dir, 'bash', ['-e', '-o', 'pipefail', '-c', script]);
    await mustRunIn(dir, 'git', ['reset', '--quiet', '--hard']);
    return { synth: synth.code === 0, drift: check.code !== 0, output: check.output };
  }

  test('passes what is as the template writes it', async () => {
    expect(await drift()).toMatchObject({ synth: true, drift: false });
  }, 60_000);

  test('finds a managed file that was edited, alone or together with its hash', async () => {
    edit('src/template/stage.ts', (text) => `${text}// tampered\n`);
    await commit();
    expect(await drift()).toMatchObject({ synth: false });
    const { contentHash } = require('../../lib/files/content');
    const manifest = JSON.parse(read('.udp-service/manifest.json'));
    manifest.files['src/template/stage.ts'].sha256 = contentHash(read('src/template/stage.ts'));
    writeFileSync(path('.udp-service/manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    await commit();
    const tampered = await drift();
    expect(tampered).toMatchObject({ synth: true, drift: true });
    expect(tampered.output).toContain('-// tampered');
    await mustRunIn(dir, 'git', ['reset', '--quiet', '--hard', 'HEAD~2']);
  }, 90_000);

  test.each([
    ['without an entry', (files: Record<string, object>) => delete files['src/template/stage.ts']],
    [
      'with a hash of nothing',
      (files: Record<string, object>) => Object.assign(files['src/template/stage.ts'], { sha256: '0'.repeat(64) }),
    ],
    [
      'that calls a file owned',
      (files: Record<string, object>) => Object.assign(files['README.md'], { version: '9.9.9' }),
    ],
  ])(
    'finds a manifest %s',
    async (what, tamper) => {
      const manifest = JSON.parse(read('.udp-service/manifest.json'));
      tamper(manifest.files);
      writeFileSync(path('.udp-service/manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
      await commit();
      // what is said of a file that is the user's has no effect, and nothing to compare it with
      expect((await drift()).drift).toBe(what !== 'that calls a file owned');
      await mustRunIn(dir, 'git', ['reset', '--quiet', '--hard', 'HEAD~1']);
    },
    60_000,
  );
});

onCopy('the linter’s fix mode', () => {
  test('touches no managed file, whatever its rules are', async () => {
    edit('.projenrc.ts', (text) =>
      text.replace(
        'project.synth();',
        "project.biome?.addFilePattern('**');\nproject.biome?.file.addOverride('formatter.lineWidth', 40);\nproject.biome?.file.addOverride('javascript.formatter.quoteStyle', 'double');\nproject.synth();",
      ),
    );
    expect((await projen()).code).toBe(0);
    await commit();
    await runIn(dir, 'npx', ['--no-install', 'biome', 'check', '--write']);
    const changed = (await gitStatus(dir))
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(3));
    expect(changed).toEqual(expect.arrayContaining(['.projenrc.ts', 'src/extensions.ts']));
    const { files } = JSON.parse(read('.udp-service/manifest.json'));
    expect(changed.filter((file) => files[file]?.class !== 'owned')).toEqual([]);
    expect((await projen()).code).toBe(0);
  }, 90_000);
});

onCopy('eject', () => {
  const GONE = /projen|udp-service [a-z]|\.projenrc/;
  /** Where the name of what is gone is data of the stacks, or a document. */
  const MEANT =
    /^(package-lock\.json|\.projenrc\.ts\.bak|src\/template\/service\.ts|test\/template\/__snapshots__\/.*)$/;
  let before: string;

  const synthesized = (folder: string) =>
    readdirSync(folder).filter(
      (name) => name.endsWith('.template.json') || name.endsWith('.assets.json') || name.startsWith('asset.'),
    );

  beforeAll(async () => {
    await mustRunIn(dir, 'npx', ['--no-install', 'cdk', 'synth', '--quiet', '--no-lookups']);
    before = path('..', 'before');
    cpSync(path('cdk.out'), before, { recursive: true });
  }, 60_000);

  test('is refused where nobody can be asked, and where changes are not committed', async () => {
    expect((await udpService(['eject'])).stderr).toContain('Give --yes');
    appendFileSync(path('README.md'), 'more\n');
    const { code, stderr } = await udpService(['eject', '--yes']);
    expect(code).toBe(2);
    expect(stderr).toContain('M README.md');
    await mustRunIn(dir, 'git', ['checkout', '--quiet', 'README.md']);
  }, 30_000);

  test('that is interrupted can be done again', async () => {
    await runIn(dir, path('node_modules/.bin/projen'), ['default'], {
      env: {
        PROJEN_EJECTING: 'true',
        PROJEN_DISABLE_POST: 'true',
        NODE_OPTIONS: `--require ${join(__dirname, '../support/interrupting.cjs')}`,
        INTERRUPT_AT: '60',
      },
    });
    expect((await gitStatus(dir)).split('\n').length).toBeGreaterThan(3);
    expect(existsSync(path('.projenrc.ts'))).toBe(true);
    writeFileSync(path('.udp-service/ejecting'), ''); // as the command does before it begins
    const { code, output } = await udpService(['eject', '--yes']);
    expect(code === 0 ? '' : output).toBe('');
  }, 120_000);

  test('leaves the same templates and assets, which build, and tests and lint that pass', async () => {
    rmSync(path('cdk.out'), { recursive: true });
    const { code, output } = await runIn(dir, 'npm', ['run', 'build']);
    expect(code === 0 ? '' : output).toBe('');
    expect(synthesized(path('cdk.out'))).toEqual(synthesized(before));
    for (const name of synthesized(before).filter((file) => file.endsWith('.json'))) {
      expect([name, read('cdk.out', name)]).toEqual([name, readFileSync(join(before, name), 'utf8')]);
    }
    const changed = (await gitStatus(dir)).split('\n');
    expect(changed.filter((line) => line.includes('snapshots'))).toEqual([]);
    await commit();
    await mustRunIn(dir, 'npm', ['run', 'test']);
    expect(await gitStatus(dir)).toBe('');
  }, 200_000);

  test('leaves no file, script or workflow that names what is gone', async () => {
    const files = (await mustRunIn(dir, 'git', ['ls-files'])).stdout.trim().split('\n');
    expect(files.filter((file) => /^\.(projen|udp-service)\//.test(file))).toEqual([]);
    expect(existsSync(path('.projen')) || existsSync(path('.udp-service'))).toBe(false);
    const naming = files
      .filter((file) => !MEANT.test(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => GONE.test(line))
          .map((line) => `${file}: ${line}`),
      );
    expect(naming).toEqual([]);
    expect(
      read('src/template/service.ts')
        .split('\n')
        .filter((line) => GONE.test(line)),
    ).toEqual([expect.stringContaining('projen-udp-service')]);
    expect(Object.keys(JSON.parse(read('package-lock.json')).packages).filter((name) => GONE.test(name))).toEqual([]);
  });

  test('leaves workflows that pass every check and call scripts that exist', async () => {
    const files = (await mustRunIn(dir, 'git', ['ls-files'])).stdout.trim().split('\n');
    const { scripts } = JSON.parse(read('package.json'));
    const workflows = files.filter((file) => file.startsWith('.github/workflows/'));
    expect(workflows.map((file) => basename(file))).toEqual(expect.arrayContaining(['build.yml', 'deploy.yml']));
    for (const file of workflows) {
      expect(await lintWorkflow(file, read(file), { files, tasks: Object.keys(scripts) })).toEqual([]);
      const called = [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
      expect(called.filter((name) => !(name in scripts))).toEqual([]);
    }
    expect(read('.github/workflows/build.yml')).toContain('npm run build');
  }, 60_000);
});
