import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  all,
  assessed,
  BUILD,
  causesOf,
  edit,
  type HostileCase,
  LOCK,
  managed,
  migrated,
  OTHER,
  prettier,
  repository,
  SNAPSHOT,
  version,
  withRepository,
  write,
} from './support/patches';

withRepository();

const HOSTILE: readonly HostileCase[] = [
  // files that no upgrade of dependencies changes
  ['a workflow', 'dependencies', write('.github/workflows/zz.yml', 'on: push\njobs: {}\n'), /changes no such file/],
  ['a workflow of the template', 'cdk', edit(BUILD, 'Build', 'Built'), /changes no such file/],
  ['a file beside package.json', 'dependencies', all(prettier, write('package.json.note')), /changes no such file/],
  ['a source', 'dependencies', edit('src/template/app.ts', '\n', '\n// x\n'), /changes no such file/],
  ['an extension', 'cdk', edit('src/extensions.ts', '\n', '\n// x\n'), /changes no such file/],
  ['the options', 'cdk', edit('.projenrc.ts', 'echo', 'ohce'), /changes no such file/],
  ['the tasks', 'dependencies', edit('.projen/tasks.json', '"tasks"', '"tasks" '), /changes no such file/],
  ['the settings of npm', 'dependencies', write('.npmrc', 'registry=https://evil.example\n'), /changes no such file/],
  [
    'what was acknowledged',
    'dependencies',
    write('.udp-service/acknowledgements.json', '{}\n'),
    /changes no such file/,
  ],
  ['other snapshots', 'cdk', write('test/__snapshots__/mine.test.ts.snap'), /changes no such file/],
  [
    'snapshots at another place',
    'cdk',
    write('test/elsewhere/__snapshots__/stages.test.ts.snap'),
    /changes no such file/,
  ],
  [
    'snapshots at another place, and no migration',
    'template',
    all(version(), write('test/elsewhere/__snapshots__/stages.test.ts.snap')),
    /the manifest does not know it/,
  ],
  [
    'snapshots that are gone',
    'template',
    all(migrated(), () => rmSync(join(repository.directory, SNAPSHOT))),
    /snapshots are removed/,
  ],
  ['nothing', 'cdk', () => undefined, /changes nothing|cannot apply/],
  // paths, modes, links, other repositories
  ['a hook of husky', 'template', write('.husky/pre-commit'), /machines of others/],
  ['a task of an editor', 'template', write('.vscode/tasks.json', '{}\n'), /machines of others/],
  ['a file of git below a folder', 'template', write('src/.gitattributes', '* filter=x\n'), /manifest does not know/],
  ['the folder of workflows in other letters', 'template', write('.GitHub/workflows/x.yml'), /only looks like/],
  ['a file in other letters', 'template', write('Package.json', '{}\n'), /same file as package\.json/],
  ['a name that Windows shortens', 'template', write('src/con.ts'), /takes? its name for another/],
  ['a name with signs of a shell', 'template', write('src/$(id).ts'), /signs that no file/],
  ['a name that is quoted', 'template', write('src/a"b.ts'), /signs that no file/],
  ['a name in other letters than these', 'template', write('src/ѕervice.ts'), /signs that no file/],
  [
    'a symbolic link',
    'template',
    () => symlinkSync('/etc/passwd', join(repository.directory, 'src/link.ts')),
    /symbolic link/,
  ],
  [
    'a lockfile that is a link',
    'dependencies',
    () => {
      rmSync(join(repository.directory, LOCK));
      symlinkSync('README.md', join(repository.directory, LOCK));
    },
    /symbolic link/,
  ],
  ['a list of submodules', 'template', write('.gitmodules', '[submodule "x"]\n'), /machines of others/],
  [
    'a file that can be executed',
    'dependencies',
    all(prettier, () => chmodSync(join(repository.directory, LOCK), 0o755)),
    /can be executed/,
  ],
  [
    'more files than there are',
    'template',
    () => Array.from({ length: 501 }, (_, i) => repository.write(`src/x/${i}.ts`, 'x\n')),
    /501 files/,
  ],
  ['a file without an end', 'dependencies', edit(LOCK, '{', `{${' '.repeat(5_100_000)}`), /bytes, and/],
  [
    'a program in the snapshots',
    'cdk',
    all(prettier, write(SNAPSHOT, 'exports[`a`] = `${process.exit()}`;\n')),
    /something else than snapshots/,
  ],
  [
    'a program behind a comment in the snapshots',
    'dependencies',
    all(prettier, write(SNAPSHOT, '// `\nprocess.exit(); // `\n')),
    /something else than snapshots/,
  ],
  ['text in signs that nobody sees', 'template', managed('src/new.ts', '// \u{e0041}\u{e0042}\n'), /hide text/],
  ['a name that nobody sees', 'template', managed('src/new.ts', 'export const \u3164 = 1;\n'), /hide text/],
  ['a line that covers another one', 'template', managed('src/new.ts', 'evil() // \rgood()\n'), /hide text/],
  ['a hook of an agent', 'template', managed('app/.claude/settings.json', '{}\n'), /machines of others/],
  ['a server of an agent', 'template', managed('app/.mcp.json', '{}\n'), /machines of others/],
  ['attributes of git in other letters', 'template', managed('src/.GitAttributes', '* -diff\n'), /puts no file there/],
  ['settings of npm in other letters', 'template', managed('app/.NPMRC', 'x=y\n'), /where packages come from/],
  ['text that is turned round', 'dependencies', edit(LOCK, '"name": "echo"', '"name": "ec\u202eho"'), /hide text/],
];

test.each(HOSTILE)('%s is not taken from an upgrade of %s', async (_why, kind, change, cause) => {
  expect(await causesOf(kind, change)).toMatch(cause);
});

const file = (path: string, more = 'new file mode 100644\n') =>
  `diff --git a/${path} b/${path}\n${more}--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;

test.each([
  ['out of the repository', file('../evil.ts')],
  ['at a whole path', '--- /dev/null\n+++ /etc/evil\n@@ -0,0 +1 @@\n+x\n'],
  ['into the folder of git', file('.git/hooks/pre-push', 'new file mode 100755\n')],
  ['into the folder of git in other letters', file('.GIT/config')],
  ['into the folder of git by its short name', file('git~1/config')],
  ['with a path that is quoted', file('x').replaceAll('b/x', '"b/\\056git/config"')],
  ['with a zero in its path', file('x').replaceAll('b/x', '"b/src/a\\000b.ts"')],
  ['with a way round through a folder', file('src/../.github/workflows/x.yml')],
  ['with a backslash', file('x').replaceAll('b/x', '"b/src\\\\x.ts"')],
  [
    'with a move',
    'diff --git a/src/template/app.ts b/.github/workflows/x.yml\nsimilarity index 100%\nrename from src/template/app.ts\nrename to .github/workflows/x.yml\n',
  ],
  [
    'with a copy',
    'diff --git a/src/template/app.ts b/.github/workflows/x.yml\nsimilarity index 100%\ncopy from src/template/app.ts\ncopy to .github/workflows/x.yml\n',
  ],
  [
    'with a binary file',
    'diff --git a/x.bin b/x.bin\nnew file mode 100644\nindex 0000000..1111111\nGIT binary patch\nliteral 9\nQcmZ\n\n',
  ],
  [
    'with another mode alone',
    'diff --git a/src/template/app.ts b/src/template/app.ts\nold mode 100644\nnew mode 100755\n',
  ],
  [
    'with a submodule',
    `diff --git a/src/sub b/src/sub\nnew file mode 160000\nindex 0000000..${OTHER.slice(0, 7)}\n--- /dev/null\n+++ b/src/sub\n@@ -0,0 +1 @@\n+Subproject commit ${OTHER}\n`,
  ],
  ['that is none', 'hello\n'],
  ['that is empty', ''],
])('a patch %s is not taken, whatever the kind', async (_why, text) => {
  const before = repository.branches;
  for (const kind of ['dependencies', 'template'] as const) {
    const { refusals } = await assessed(kind, repository.keep(text));
    expect(refusals).not.toEqual([]);
  }
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.branches).toBe(before);
});

test('a patch that is a link or no file is not read', async () => {
  const link = join(repository.folder, 'link.patch');
  symlinkSync('/etc/passwd', link);
  expect((await assessed('cdk', link)).refusals).toEqual([{ path: '', cause: 'it is a symbolic link' }]);
  expect((await assessed('cdk', repository.folder)).refusals).toEqual([{ path: '', cause: 'it is no file' }]);
});
