import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript } from 'projen';
import { UdpServiceProject } from '../../src';
import { RELEASES } from '../../src/package-managers';
import { synthesize, temporaryDirectory } from '../support/synthesized';
import { FETCHES } from '../support/workflow-rules';

const { NodePackageManager } = javascript;

describe.each([
  [NodePackageManager.PNPM, 'pnpm exec projen'],
  [NodePackageManager.YARN_CLASSIC, 'yarn projen'],
  [NodePackageManager.YARN_BERRY, 'yarn projen'],
])('a repository with %s', (packageManager, command) => {
  const files = synthesize({ packageManager });

  test.each([
    'README.md',
    'docs/service.md',
    'test/stages.test.ts',
    'src/service.ts',
    'package.json',
    '.projen/tasks.json',
  ])('%s tells its commands', (path) => {
    const content = typeof files[path] === 'string' ? files[path] : JSON.stringify(files[path]);
    expect(content).toContain(command);
  });

  test('its scripts start projen itself, and not the package manager once more', () => {
    const { scripts } = files['package.json'];
    for (const [name, script] of Object.entries(scripts)) {
      expect(script).toBe(name === 'projen' ? 'projen' : `projen ${name}`);
    }
    expect(scripts).toHaveProperty('build');
  });
});

test('a script of its own is left as it is', () => {
  const project = new UdpServiceProject({
    name: 'echo',
    outdir: temporaryDirectory(),
    packageManager: NodePackageManager.YARN_CLASSIC,
  });
  project.setScript('build', 'make');
  project.package.removeScript('test');
  process.env.PROJEN_DISABLE_POST = 'true';
  project.synth();
  const { scripts } = JSON.parse(readFileSync(join(project.outdir, 'package.json'), 'utf8'));
  expect(scripts.build).toBe('make');
});

test('the tested release stands in package.json, for Corepack', () => {
  const field = (packageManager: javascript.NodePackageManager) =>
    synthesize({ packageManager })['package.json'].packageManager;
  expect(field(NodePackageManager.PNPM)).toBe(`pnpm@${RELEASES.pnpm?.version}`);
  expect(field(NodePackageManager.YARN_BERRY)).toBe(`yarn@${RELEASES['yarn-berry']?.version}`);
});

test('Yarn Berry installs into node_modules', () => {
  expect(synthesize({ packageManager: NodePackageManager.YARN_BERRY })['.yarnrc.yml']).toContain(
    'nodeLinker: node-modules',
  );
});

describe('a lockfile of another package manager', () => {
  const synth = (...present: string[]) => {
    const outdir = temporaryDirectory();
    mkdirSync(join(outdir, 'node_modules'));
    for (const lockfile of present) writeFileSync(join(outdir, lockfile), '');
    const project = new UdpServiceProject({ name: 'echo', outdir, packageManager: NodePackageManager.PNPM });
    const warn = jest.spyOn(project.logger, 'warn').mockImplementation();
    // what projen installs is not what is tested here
    jest.spyOn(project.tasks, 'runTask').mockImplementation();
    delete process.env.PROJEN_DISABLE_POST;
    project.synth();
    const warnings = warn.mock.calls.flat().filter((text) => !/unable to resolve version/.test(text));
    return { left: present.filter((lockfile) => existsSync(join(outdir, lockfile))), warnings };
  };

  test('is removed, and said so, when the new one is there', () => {
    const { left, warnings } = synth('package-lock.json', 'yarn.lock', 'pnpm-lock.yaml');
    expect(left).toEqual(['pnpm-lock.yaml']);
    expect(warnings).toEqual([
      expect.stringMatching(/^package-lock\.json was removed: .*pnpm.*pnpm-lock\.yaml.*node_modules/),
      expect.stringMatching(/^yarn\.lock was removed: /),
    ]);
  });

  test('is kept as long as there is no other', () => {
    expect(synth('package-lock.json')).toEqual({ left: ['package-lock.json'], warnings: [] });
  });
});

describe.each(Object.values(NodePackageManager).filter((name) => name !== NodePackageManager.BUN))(
  'with %s no command of the repository fetches what no lockfile names',
  (packageManager) => {
    const files = synthesize({ packageManager });

    test.each(['.projen/tasks.json', 'package.json', 'cdk.json'])('in %s', (path) => {
      // projen's own task `upgrade` is what the template's takes the place of
      const { upgrade: _, ...tasks } = files[path].tasks ?? {};
      const fetching = commandsOf({ ...files[path], tasks }).filter((command) =>
        new RegExp(FETCHES.source).test(command),
      );
      expect(fetching).toEqual([]);
    });
  },
);

/** Everything in a JSON file that is run, wherever it stands: texts, and lists of arguments as one text. */
function commandsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return ['description', '//'].includes(key) ? [] : [value];
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return [value.join(' ')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => commandsOf(member, name));
}
