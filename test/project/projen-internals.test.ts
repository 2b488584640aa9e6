import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, ObjectFile, SampleReadme, TextFile, typescript, YamlFile } from 'projen';
import * as internals from '../../src/project/projen-internals';
import { temporaryDirectory } from '../support/synthesized';

const { version } = JSON.parse(readFileSync(require.resolve('projen/package.json'), 'utf8')) as { version: string };

/** Files that no component adds to when the synth begins. */
const COMPLETE = ['notes.txt', 'notes.yml', 'tsconfig.json', '.github/workflows/build.yml'];

let project: typescript.TypeScriptProject;
beforeEach(() => {
  project = new typescript.TypeScriptProject({
    name: 'echo',
    defaultReleaseBranch: 'main',
    outdir: temporaryDirectory(),
    projenrcTs: true,
    biome: true,
    release: false,
    depsUpgrade: false,
  });
});
afterEach(() => {
  delete process.env.PROJEN_CREATE_PROJECT;
});

/** Synthesizes without the installation that follows. */
function synth(): void {
  const before = process.env.PROJEN_DISABLE_POST;
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    project.synth();
  } finally {
    if (before === undefined) delete process.env.PROJEN_DISABLE_POST;
    else process.env.PROJEN_DISABLE_POST = before;
  }
}

const written = (path: string) => readFileSync(join(project.outdir, path), 'utf8');

test('the module says which projen it was read in: the oldest that is supported', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(peerDependencies.projen).toMatch(new RegExp(`^>=${internals.SEEN_IN.replaceAll('.', '\\.')} `));
});

describe(`projen ${version}`, () => {
  test('renders a file as it writes it, lazy values included, and is not written by that', () => {
    const lines: string[] = [];
    const text = new TextFile(project, 'notes.txt');
    new YamlFile(project, 'notes.yml', { obj: () => ({ lines }) });
    lines.push('later');
    text.addLine('one');
    const rendered = project.files.map((file): [string, string | undefined] => [file.path, internals.render(file)]);
    expect(Object.keys(Object.fromEntries(rendered))).toEqual(expect.arrayContaining(COMPLETE));
    expect(Object.fromEntries(rendered)['notes.yml']).toContain('lines:\n  - later\n');
    expect(readdirSync(project.outdir)).toEqual([]);
    synth();
    for (const [path, content] of rendered.filter(([name]) => COMPLETE.includes(name))) {
      expect([path, content]).toEqual([path, written(path)]);
    }
  });

  test('has files that render nothing', () => {
    const nothing = new (class extends ObjectFile {
      protected synthesizeContent(): undefined {
        return undefined;
      }
    })(project, 'nothing.json', { obj: {} });
    expect(internals.render(nothing)).toBeUndefined();
  });

  test('writes the amended text of a workflow', () => {
    if (project.github === undefined) throw new Error('The project has workflows.');
    const workflow = new github.GithubWorkflow(project.github, 'amended');
    workflow.on({ push: {} });
    workflow.addJob('job', { runsOn: ['ubuntu-latest'], permissions: {}, steps: [{ run: 'true' }] });
    if (workflow.file === undefined) throw new Error('The workflow has a file.');
    internals.amendText(workflow.file, (text) => `${text}# amended\n`);
    internals.amendText(workflow.file, (text) => `${text}# twice\n`);
    synth();
    expect(written('.github/workflows/amended.yml')).toMatch(/^jobs:\n.*\n# amended\n# twice\n$/ms);
  });

  test.each([true, false])('leaves a file to another writer, and believes what it says of changes (%s)', (changes) => {
    const file = new TextFile(project, 'notes.txt', { lines: ['theirs'] });
    internals.writeBy(file, () => {
      writeFileSync(file.absolutePath, 'ours\n');
      return changes;
    });
    expect(file.changed).toBeUndefined();
    synth();
    expect(written('notes.txt')).toBe('ours\n');
    expect(file.changed).toBe(changes);
  });

  test('sets the mode bits that we set', () => {
    const kinds = [true, false].flatMap((readonly) => [true, false].map((executable) => ({ readonly, executable })));
    const files = kinds.map((kind, index) => new TextFile(project, `${index}.txt`, kind));
    synth();
    // the bits of others depend on who runs this
    const bits = files.map((file) => [file.path, internals.modeOf(file) & 0o700]);
    expect(bits).toEqual(files.map((file) => [file.path, statSync(file.absolutePath).mode & 0o700]));
  });

  test('synthesizes a component through what is put around it', () => {
    const calls: string[] = [];
    internals.aroundSynthesis(project.package, (synthesize) => {
      project.deps.addDependency('left-pad@1.3.0', 'runtime' as never);
      synthesize();
      calls.push('around');
    });
    internals.aroundSynthesis(project.tasks, () => calls.push('instead'));
    synth();
    expect(calls.sort()).toEqual(['around', 'instead']);
    expect(JSON.parse(written('package.json')).dependencies).toEqual({ 'left-pad': '1.3.0' });
  });

  test('has the linter fix the folder after a creation, in a method that can be replaced', () => {
    const { biome } = project;
    if (biome === undefined) throw new Error('The project has a linter.');
    expect(Object.hasOwn(Object.getPrototypeOf(biome), 'postProjectCreation')).toBe(true);
    let ran = false;
    internals.replaceAfterCreation(biome, () => {
      ran = true;
    });
    biome.postProjectCreation({} as never);
    expect(ran).toBe(true);
  });

  test('goes on without a component that is taken out', () => {
    const sample = project.components.find((component) => component instanceof SampleReadme);
    if (sample === undefined) throw new Error('The project has a sample README.');
    internals.removeComponent(sample);
    expect(project.components).not.toContain(sample);
    synth();
    expect(existsSync(join(project.outdir, 'README.md'))).toBe(false);
  });

  test('makes the scripts that it writes', () => {
    project.addTask('extra', { exec: 'true' });
    const scripts = internals.scriptsOf(project.package);
    expect(scripts.extra).toMatch(/projen extra$/);
    synth();
    expect(JSON.parse(written('package.json')).scripts).toEqual(scripts);
  });

  test('says in the environment that it creates a project', () => {
    expect(internals.isCreation()).toBe(false);
    process.env.PROJEN_CREATE_PROJECT = 'true';
    expect(internals.isCreation()).toBe(true);
    const program = require.resolve('projen/lib/projects.js');
    expect(readFileSync(program, 'utf8')).toContain('PROJEN_CREATE_PROJECT');
  });

  test('deletes a list of files that names itself alone, and nothing else', () => {
    const { path, text } = internals.emptyFileList();
    const { cleanup } = require('projen/lib/cleanup') as {
      cleanup(directory: string, files: readonly string[], exclude: readonly string[]): void;
    };
    synth();
    expect(existsSync(join(project.outdir, path))).toBe(true);
    const other = temporaryDirectory();
    mkdirSync(join(other, '.projen'));
    writeFileSync(join(other, 'released.txt'), '# ~~ Generated by projen\n');
    writeFileSync(join(other, path), text);
    cleanup(other, [], []);
    expect([existsSync(join(other, path)), existsSync(join(other, 'released.txt'))]).toEqual([false, true]);
  });
});
