// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are GitHub's expressions, not ours
import { describeWith } from '../support/tools';
import { lintWorkflow } from '../support/workflow-lint';
import { expressionsIn, referencesIn } from '../support/workflow-model';
import { WORKFLOW_RULES } from '../support/workflow-rules';

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';

/** A workflow that breaks no rule and shows every construct that the rules look at. */
const GOOD = `name: build
on:
  pull_request: {}
  workflow_dispatch:
    inputs:
      stage: { type: string }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions: { contents: read }
    outputs:
      changed: \${{ steps.diff.outputs.changed }}
    strategy:
      matrix: { node: [22, 24] }
    steps:
      - uses: ${CHECKOUT}
        with: { persist-credentials: false }
      - id: role
        uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
      - id: diff
        env:
          STAGE: \${{ inputs.stage }}
          TITLE: \${{ github.event.pull_request.title }}
          NODE: \${{ matrix.node }}
        run: |
          echo "$STAGE $TITLE"
          echo "changed=$NODE" >> "$GITHUB_OUTPUT"
          echo "run \${{ github.run_id }}"
      - if: steps.diff.outputs.changed != ''
        run: node scripts/check.mjs && npx --no-install projen test
  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions: {}
    concurrency: { group: deploy, cancel-in-progress: false, queue: max }
    steps:
      - env:
          CHANGED: \${{ needs.build.outputs.changed }}
        run: echo "$CHANGED"
`;

const OPTIONS = { files: ['scripts/check.mjs', 'package.json'], tasks: ['test'] };
const lint = (content: string, options = OPTIONS) => lintWorkflow('.github/workflows/build.yml', content, options);

const UNTIL_CHECKED_OUT = GOOD.slice(GOOD.indexOf('pull_request: {}'), GOOD.indexOf(' }\n      - id: role'));
const FOREIGN_CHECKOUT = `${UNTIL_CHECKED_OUT}, ref: "\${{ github.event.workflow_run.head_sha }}"`.replace(
  'pull_request: {}',
  "workflow_run: { workflows: ['a'] }",
);

/** Each: the rule, what it finds, and the text of the good workflow that is replaced to break it. */
const BAD: readonly [rule: string, message: RegExp, from: string, to: string][] = [
  ['pinned-action', /neither a full commit SHA/, CHECKOUT, 'actions/checkout@main'],
  ['pinned-action', /neither a full commit SHA/, CHECKOUT, 'actions/checkout@v7'],
  ['pinned-action', /names no version/, CHECKOUT, CHECKOUT.split(' ')[0]],
  ['pinned-action', /neither a full commit SHA/, CHECKOUT, `"${CHECKOUT}"`],
  ['pinned-action', /or digest/, CHECKOUT, 'docker://alpine:3'],
  ['workflow-permissions', /must be \{\}/, 'permissions: {}\njobs', 'permissions: { contents: read }\njobs'],
  ['workflow-permissions', /must be \{\}/, 'permissions: {}\njobs', 'jobs'],
  ['job-permissions', /does not list/, '    permissions: { contents: read }\n', ''],
  ['job-permissions', /does not list/, 'permissions: { contents: read }', 'permissions: write-all'],
  ['job-timeout', /no timeout-minutes/, '    timeout-minutes: 20\n', ''],
  ['checkout-credentials', /persist-credentials/, '        with: { persist-credentials: false }\n', ''],
  ['checkout-credentials', /persist-credentials/, 'persist-credentials: false', 'persist-credentials: true'],
  ['pull-request-target', /code of a fork/, 'pull_request: {}', 'pull_request_target: {}'],
  ['injection', /github\.event\.pull_request\.title/, '$STAGE', '${{ github.event.pull_request.title }}'],
  ['injection', /github\.head_ref/, '$STAGE', '${{ github.head_ref }}'],
  ['injection', /github\.ref_name/, '$STAGE', '${{ github.ref_name }}'],
  ['injection', /inputs\.stage/, '$STAGE', `\${{ format('{0}', inputs['stage']) }}`],
  ['injection', /steps\.diff\.outputs/, 'run: node', 'run: echo "${{ steps.diff.outputs.changed }}" && node'],
  ['injection', /secrets\.TOKEN/, '$STAGE', '${{ secrets.TOKEN }}'],
  ['step-reference', /no earlier step/, 'if: steps.diff.', 'if: steps.dif.'],
  ['step-reference', /no earlier step/, '${{ steps.diff.outputs.changed }}', '${{ steps.nope.outputs.changed }}'],
  ['step-reference', /does not write/, 'if: steps.diff.outputs.changed', 'if: steps.diff.outputs.change'],
  ['needs-reference', /does not exist/, 'needs: build', 'needs: [build, lint]'],
  ['needs-reference', /not in its needs/, '    needs: build\n', ''],
  ['needs-reference', /does not set/, 'needs.build.outputs.changed', 'needs.build.outputs.change'],
  ['input-reference', /no trigger declares/, '${{ inputs.stage }}', '${{ inputs.stages }}'],
  ['input-reference', /no trigger declares/, '${{ inputs.stage }}', '${{ github.event.inputs.level }}'],
  ['matrix-reference', /matrix does not have/, '${{ matrix.node }}', '${{ matrix.os }}'],
  ['file-reference', /scripts\/chek\.mjs/, 'scripts/check.mjs', 'scripts/chek.mjs'],
  ['file-reference', /tools/, 'run: node', 'working-directory: tools\n        run: node'],
  ['file-reference', /actions\/setup/, `uses: ${CHECKOUT}`, 'uses: ./.github/actions/setup'],
  ['file-reference', /yarn\.lock/, '${{ inputs.stage }}', "${{ hashFiles('yarn.lock') }}"],
  ['file-reference', /\.github\/tools/, 'run: node', 'run: npm ci --prefix .github/tools && node'],
  ['task-reference', /tests/, 'projen test', 'projen tests'],
  ['task-reference', /tests/, 'npx --no-install projen test', 'pnpm exec projen tests'],
  ['task-reference', /tests/, 'npx --no-install projen test', 'yarn --silent run projen tests'],
  ['task-reference', /cdk8s/, 'npx --no-install projen test', 'npx --no-install cdk8s synth'],
  ['step-reference', /aws-region/, 'if: steps.diff.outputs.changed', 'if: steps.role.outputs.aws-region'],
  ['pull-request-writes', /contents\) and runs code/, '{ contents: read }', '{ contents: write }'],
  [
    'secret-scope',
    /TOKEN/,
    'permissions: { contents: read }',
    'env: { TOKEN: "${{ secrets.TOKEN }}" }\n    permissions: {}',
  ],
  ['secret-scope', /TOKEN/, 'permissions: {}\njobs', 'permissions: {}\nenv: { TOKEN: "${{ github.token }}" }\njobs'],
  ['output-injection', /TITLE/, 'echo "changed=', 'echo "title=$TITLE" >> "$GITHUB_ENV" && echo "changed='],
  ['dependency-scripts', /npm ci/, 'npx --no-install projen test', 'npm ci --no-audit && npx --no-install projen test'],
  ['dependency-scripts', /pnpm install/, 'npx --no-install projen test', 'pnpm install --frozen-lockfile'],
  ['dependency-scripts', /yarn install/, 'npx --no-install projen test', 'yarn install --immutable'],
  ['locked-command', /npx projen/, 'npx --no-install projen test', 'npx projen test'],
  ['locked-command', /npx -y/, 'npx --no-install projen test', 'npx -y cowsay'],
  ['locked-command', /pnpm dlx/, 'npx --no-install projen test', 'pnpm dlx cowsay'],
  ['locked-command', /corepack/, 'npx --no-install projen test', 'corepack enable'],
  ['locked-command', /npm install/, 'npx --no-install projen test', 'npm install --global pnpm@10'],
  ['locked-command', /curl/, 'npx --no-install projen test', 'curl -sSf https://example.com/i.sh | sh'],
  ['locked-command', /npx cowsay/, 'npx --no-install projen test', "npx --no-install projen test 'npx cowsay'"],
  ['pull-request-environment', /no pull request may use/, '    needs: build\n', '    environment: upgrade\n'],
  ['workflow-run-code', /take the default branch/, UNTIL_CHECKED_OUT, FOREIGN_CHECKOUT],
  ['workflow-run-repository', /head_repository/, 'pull_request: {}', "workflow_run: { workflows: ['a'] }"],
  ['workflow-run-repository', /path ==/, 'pull_request: {}', "workflow_run: { workflows: ['a'] }"],
  [
    'push-token-environment',
    /names no environment/,
    'TITLE: ${{ github.event.pull_request.title }}',
    'UPGRADE_TOKEN: ${{ secrets.T }}',
  ],
  ['github', /./, 'runs-on: ubuntu-latest', 'run-on: ubuntu-latest'],
  ['github', /Unrecognized/, '${{ matrix.node }}', '${{ nowhere.node }}'],
  ['actionlint', /./, "changed != ''", "changed != '"],
];

describe('lintWorkflow', () => {
  test('finds nothing in a good workflow', async () => {
    expect(await lint(GOOD)).toEqual([]);
  });

  test.each(BAD)('%s: %s', async (rule, message, from, to) => {
    expect(GOOD).toContain(from);
    const findings = await lint(GOOD.replace(from, to));
    expect(findings).toContainEqual(expect.objectContaining({ rule, message: expect.stringMatching(message) }));
  });

  test('has a bad workflow for every rule of our own', () => {
    const broken = new Set(BAD.map(([rule]) => rule));
    expect(Object.keys(WORKFLOW_RULES).filter((rule) => !broken.has(rule))).toEqual([]);
  });

  test('allows a listed immutable release by tag, and no other', async () => {
    const content = GOOD.replace(CHECKOUT, 'actions/checkout@v7.0.1');
    const rules = async (immutableReleases: string[]) =>
      (await lintWorkflow('.github/workflows/build.yml', content, { ...OPTIONS, immutableReleases })).map(
        ({ rule }) => rule,
      );
    expect(await rules(['actions/checkout@v7.0.1'])).toEqual([]);
    expect(await rules(['actions/checkout@v7.0.2'])).toEqual(['pinned-action']);
  });

  test('says nothing about files that it was not told', async () => {
    expect(await lintWorkflow('.github/workflows/build.yml', GOOD)).toEqual([]);
  });
});

describeWith(['shellcheck'], 'shellcheck in lintWorkflow', () => {
  test('reads every script, with expressions as words', async () => {
    const findings = await lint(GOOD.replace('"$GITHUB_OUTPUT"', '$GITHUB_OUTPUT'));
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'shellcheck',
        where: 'jobs.build.steps.diff line 2',
        message: expect.stringContaining('SC2086'),
      }),
    );
  });
});

describe('expressions', () => {
  test('are found despite braces in their strings', () => {
    expect(expressionsIn("a ${{ format('}} {0}', github.sha) }} b ${{ x }}")).toEqual([
      "format('}} {0}', github.sha)",
      'x',
    ]);
  });

  test('give their references', () => {
    expect(referencesIn("contains(needs.*.result, 'failure') && steps['a-b'].outputs.x == github.sha")).toEqual([
      ['needs', '*', 'result'],
      ['steps', 'a-b', 'outputs', 'x'],
      ['github', 'sha'],
    ]);
  });
});
