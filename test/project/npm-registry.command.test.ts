import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { javascript } from 'projen';
import { NPM, type PackageManager, PNPM, YARN, YARN_BERRY } from '../../src/package-managers';
import { withPackageManager } from '../support/package-managers';
import { cleanEnv } from '../support/packed';
import { mustRun } from '../support/run';
import { type Files, synthesize, temporaryDirectory } from '../support/synthesized';
import { parseWorkflow } from '../support/workflow-model';

const { NodePackageManager } = javascript;

const MANAGERS: readonly [javascript.NodePackageManager, PackageManager][] = [
  [NodePackageManager.NPM, NPM],
  [NodePackageManager.PNPM, PNPM],
  [NodePackageManager.YARN_CLASSIC, YARN],
  [NodePackageManager.YARN_BERRY, YARN_BERRY],
];

const npmRegistry = {
  registry: 'https://npm.example.com/all',
  token: 'NPM_TOKEN',
  scopes: [
    { scope: '@acme', registry: 'https://npm.acme.example/', token: 'ACME_TOKEN' },
    { scope: '@open', registry: 'https://npm.open.example' },
  ],
};

const RCFILES = ['.npmrc', '.github/package-manager/.npmrc', '.yarnrc.yml'];
const rcFiles = (files: Files) =>
  Object.fromEntries(RCFILES.flatMap((path) => (files[path] ? [[path, files[path]]] : [])));

describe.each(MANAGERS)('with %s', (packageManager, manager) => {
  const files = synthesize({ packageManager, npmRegistry });
  const steps = parseWorkflow(String(files['.github/workflows/build.yml'])).jobs.build.steps ?? [];
  const installation = steps.find(({ id }) => id === 'install');

  test('every registry stands in a file that the manager reads, and no token does', () => {
    const all = JSON.stringify(rcFiles(files));
    for (const part of ['npm.example.com/all', 'npm.acme.example', 'npm.open.example', '@?acme', '@?open']) {
      expect(all).toMatch(new RegExp(part));
    }
    for (const line of all.split(/\\n|\n/).filter((one) => /authtoken/i.test(one))) {
      expect(line).toMatch(/\$\{(NPM|ACME)_TOKEN(:-)?\}/);
    }
  });

  test('only the steps that install have the tokens', () => {
    expect(installation?.env).toMatchObject({
      NPM_TOKEN: '${{ secrets.NPM_TOKEN }}',
      ACME_TOKEN: '${{ secrets.ACME_TOKEN }}',
    });
    const others = steps.filter(({ id }) => id !== 'install' && id !== 'setup_package_manager');
    expect(JSON.stringify(others)).not.toContain('secrets.');
  });

  describe('asks a registry that answers everybody', () => {
    const seen: (string | undefined)[] = [];
    let server: Server;
    beforeAll((done) => {
      server = createServer((request, response) => {
        if (request.url?.includes('thing')) seen.push(request.headers.authorization);
        const versions = {
          '1.2.3': { name: '@acme/thing', version: '1.2.3', dist: { tarball: 'http://127.0.0.1/x.tgz' } },
        };
        const time = { '1.2.3': '2000-01-01T00:00:00.000Z' };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ name: '@acme/thing', 'dist-tags': { latest: '1.2.3' }, versions, time }));
      }).listen(0, '127.0.0.1', done);
    });
    afterAll((done) => {
      server.closeAllConnections();
      server.close(done);
    });

    /** The files of the repository, with the registry of the scope on the loopback. */
    const repository = () => {
      const { port } = server.address() as AddressInfo;
      const dir = temporaryDirectory();
      const manifest = { name: 'x', private: true, packageManager: files['package.json'].packageManager };
      const loopback = (text: string) =>
        text.replace(/(https:)?\/\/npm\.acme\.example/g, (_, scheme) => `${scheme ? 'http:' : ''}//127.0.0.1:${port}`);
      const settings = { ...rcFiles(files), 'package.json': JSON.stringify(manifest) };
      for (const [path, content] of Object.entries(settings)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), loopback(String(content)));
      }
      return dir;
    };

    test.each([
      ['the token', 'secret', 'Bearer secret'],
      ['none, where there is none', '', undefined],
    ])(
      'with %s',
      async (_, token, header) => {
        // as the step of a workflow has it: its condition leaves the file out where there is no token
        const userConfig = String(installation?.env?.NPM_CONFIG_USERCONFIG ?? '');
        const [, named] = /&& '([^']+)' \|\|/.exec(userConfig) ?? [];
        const env = {
          ...withPackageManager(manager.name),
          YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
          YARN_GLOBAL_FOLDER: temporaryDirectory(),
          npm_config_cache: temporaryDirectory(),
          NPM_TOKEN: token,
          ACME_TOKEN: token,
          ...(named && { NPM_CONFIG_USERCONFIG: token ? named : '' }),
        };
        const [command, ...args] = manager.view('@acme/thing', 'dist-tags');
        const { stdout } = await mustRun(command, args, { cwd: repository(), env: cleanEnv(env) });
        expect(manager.readView(stdout, 'dist-tags')).toEqual({ latest: '1.2.3' });
        expect(seen.at(-1)).toBe(header);
      },
      60_000,
    );
  });
});

test('without the option there is no file', () => {
  expect(rcFiles(synthesize())).toEqual({});
});

test("the job's own token needs the permission to read packages", () => {
  const scopes = [{ scope: '@acme', registry: 'https://npm.pkg.github.com', token: 'GITHUB_TOKEN' }];
  const workflow = parseWorkflow(String(synthesize({ npmRegistry: { scopes } })['.github/workflows/build.yml']));
  expect(workflow.jobs.build.permissions).toEqual({ contents: 'read', packages: 'read' });
  const install = workflow.jobs.build.steps?.find(({ id }) => id === 'install');
  expect(install?.env).toEqual({ GITHUB_TOKEN: '${{ github.token }}' });
});

test('Yarn 1, which stops where a variable is not set, finds each of them empty in every step', () => {
  const files = synthesize({ packageManager: NodePackageManager.YARN_CLASSIC, npmRegistry });
  const { jobs } = parseWorkflow(String(files['.github/workflows/build.yml']));
  expect(jobs.build.env).toMatchObject({ NPM_TOKEN: '', ACME_TOKEN: '' });
});
