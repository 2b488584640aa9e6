import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { branchOf } from '../../src/upgrade/propose/propose';
import { REPOSITORIES } from '../fleet/repositories';
import { ownedFiles, problemsOf } from '../fleet/support/checks';
import { fleetRegistry } from '../fleet/support/registry';
import { Repository } from '../fleet/support/repository';
import { LATEST } from '../fleet/versions';
import type { LoopbackRegistry } from '../support/loopback-registry';
import { actionStandIns, GithubSite, runWorkflow } from '../support/workflow-runner';

/**
 * One upgrade of the fleet, by the workflow of the repository itself: over every version at once, of the repository whose
 * owner has changed most. All others: `npm run fleet`.
 */
describe('the upgrade workflow of a repository with heavy edits', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'upgrade-test-'));
  const site = new GithubSite();
  let registry: LoopbackRegistry;
  let repository: Repository;

  beforeAll(async () => {
    registry = await fleetRegistry(['1.0.0', LATEST]);
    repository = await Repository.create({ manager: 'npm', registry: registry.url }, '1.0.0');
    const edits = REPOSITORIES.find(({ name }) => name === 'heavy edits');
    await edits?.edit(repository);
    repository.edit('.projenrc.ts', (text) =>
      text.replace(
        "  name: 'my-service',\n",
        (name) => `${name}  upgradeOptions: { credentials: { appClientId: 'Iv23liTest' } },\n`,
      ),
    );
    await repository.projen();
    await repository.projen('test:update');
    await repository.commit('What the owner does');
  }, 600_000);

  afterAll(async () => {
    await registry?.stop();
    repository?.remove();
    site.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  test('proposes the newest release in a pull request, by a job without a token and one that runs nothing of it', async () => {
    const owned = await ownedFiles(repository);
    const origin = join(temporary, 'origin.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.dir, origin]);
    const record = await runWorkflow({
      workflow: '.github/workflows/upgrade.yml',
      origin,
      event: 'workflow_dispatch',
      inputs: { kind: 'template' },
      secrets: { UPGRADE_APP_PRIVATE_KEY: 'key' },
      actions: actionStandIns(),
      site,
      env: repository.options().env,
    });
    expect(record.result === 'success' ? '' : record.log).toBe('');
    expect(Object.keys(record.jobs)).toEqual(['upgrade', 'propose']);
    expect(record.jobs.upgrade.permissions).toEqual({ contents: 'read' });
    expect(site.state.pulls).toMatchObject([
      { title: `Upgrade to projen-udp-service ${LATEST}`, head: branchOf('template'), base: 'main', isDraft: false },
    ]);
    const body = String(site.state.pulls[0].body);
    for (const part of ['### Impact: in-place', '### What to do', '1.2.0-files', 'app/Dockerfile.mine', 'bucketList']) {
      expect(body).toContain(part);
    }
    expect(body).not.toContain('The first one.');

    // what was pushed is a whole upgrade: nothing of the owner's lost, and everything else as it is new
    const branch = join(temporary, 'my-service');
    execFileSync('git', ['clone', '--quiet', '--branch', branchOf('template'), origin, branch]);
    const proposed = repository.at(branch);
    await proposed.must('npm', 'ci', '--ignore-scripts');
    expect(await problemsOf(owned, proposed)).toEqual([]);
    expect(proposed.manifest.template.version).toBe(LATEST);
  }, 600_000);
});
