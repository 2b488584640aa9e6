import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Loose, serviceTemplate } from '../../../bench/impact/corpus/service';
import { writeSide } from '../../../bench/impact/corpus/write';
import { ExitCode } from '../../../src/cli/exit';
import { judge } from '../../../src/cli/required/judge';
import type { BranchRule } from '../../../src/clients/github/protection';
import { digestOf } from '../../../src/delivery/digest';
import { ACKNOWLEDGEMENTS_FILE } from '../../../src/files/paths';
import type { Acknowledgement } from '../../../src/impact/acknowledgements';
import { pack } from '../../../src/lifecycle/required/archive';

const LIMITS = { timeout: 30_000, signal: new AbortController().signal };

const PROTECTED: BranchRule[] = [
  { type: 'deletion' },
  {
    type: 'pull_request',
    parameters: {
      require_code_owner_review: true,
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_last_push_approval: true,
    },
  },
];
const OWNED = '/.github/ @octo-org/platform\n/.udp-service/ @octo-org/platform\n/.projenrc.* @octo-org/platform\n';

type Files = Readonly<Record<string, string | { readonly link: string }>>;

/** What stands before a change, and after it. */
interface Change {
  /** Files of the base; the head has the same but for `files`. */
  readonly base?: Files;
  readonly files?: Files;
  readonly rules?: readonly BranchRule[];
  readonly skipped?: readonly { readonly path: string; readonly line: number }[];
  /** What happens to the template. */
  readonly template?: (resources: Loose) => void;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'judge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function checkout(name: string, files: Files): string {
  const directory = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    if (typeof content === 'string') writeFileSync(join(directory, path), content);
    else symlinkSync(content.link, join(directory, path));
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: directory });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', name);
  return directory;
}

async function archive(name: string, change?: (resources: Loose) => void): Promise<string> {
  const template = serviceTemplate();
  change?.(template.Resources);
  writeSide(join(folder, `${name}-side`, 'assembly'), { prod: { template } });
  const file = join(folder, `${name}.tgz`);
  await pack(join(folder, `${name}-side`), file, LIMITS);
  return file;
}

interface Judged {
  readonly code: ExitCode;
  readonly text: string;
  readonly summary: string;
}

async function judged({ base = {}, files = {}, rules = PROTECTED, skipped = [], template }: Change): Promise<Judged> {
  const common: Files = { 'README.md': 'dns', '.github/CODEOWNERS': OWNED, ...base };
  const baseArchive = await archive('base');
  const protection = join(folder, 'protection.json');
  writeFileSync(protection, JSON.stringify({ rules, skipped }));
  const summary = join(folder, 'summary.md');
  const output: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0);
  try {
    const code = await judge(
      {
        baseDirectory: checkout('base', common),
        headDirectory: checkout('head', { ...common, ...files }),
        baseArchive,
        headArchive: await archive('head', template),
        baseDigest: await digestOf(baseArchive),
        protection,
        summary,
      },
      LIMITS,
    );
    return { code, text: output.join(''), summary: readFileSync(summary, 'utf8') };
  } finally {
    write.mockRestore();
  }
}

const recreate = (resources: Loose) => {
  resources.Cluster.Properties.ClusterName = 'another';
};

/** Acknowledges every finding that a report holds. */
function acknowledging({ text }: Judged): Files {
  const fingerprints = [...text.matchAll(/\[([0-9a-f]{16})\]/g)].map(([, fingerprint]) => fingerprint);
  const acknowledgements: Acknowledgement[] = fingerprints.map((fingerprint) => ({
    fingerprint,
    reason: 'meant',
    expires: '2999-12-31',
  }));
  return { [ACKNOWLEDGEMENTS_FILE]: JSON.stringify({ acknowledgements }) };
}

test('a change of the application passes, and needs no code owner', async () => {
  const { code, text } = await judged({ files: { 'app/server.py': 'print()' }, rules: [] });
  expect(code).toBe(ExitCode.OK);
  expect(text).toContain('No change needs a code owner.');
  expect(text).toContain('Impact: none');
});

test('what recreates something fails without an acknowledgement', async () => {
  const { code, text, summary } = await judged({ template: recreate });
  expect(code).toBe(ExitCode.FINDING);
  expect(text).toContain('Required check: failed');
  expect(summary).toMatch(/### Impact: replaces/);
});

describe('an acknowledgement that the change brings', () => {
  let files: Files;
  beforeEach(async () => {
    files = acknowledging(await judged({ template: recreate }));
    rmSync(folder, { recursive: true });
  });

  test('lets it pass where a code owner has to approve it', async () => {
    const { code, text, summary } = await judged({ template: recreate, files });
    expect(code).toBe(ExitCode.OK);
    expect(text).toContain(`${ACKNOWLEDGEMENTS_FILE} needs the approval of @octo-org/platform`);
    expect(summary).toContain(`\`${ACKNOWLEDGEMENTS_FILE}\` needs the approval of \`@octo-org/platform\``);
  });

  test.each<[string, Partial<Change>, RegExp]>([
    [
      'the base names no owner',
      { base: { '.github/CODEOWNERS': '* @octo-org/team\n/.udp-service/\n' } },
      /has no owner/,
    ],
    ['the base has no CODEOWNERS', { base: { '.github/CODEOWNERS': '' } }, /has no owner in CODEOWNERS/],
    ['GitHub skips the line', { skipped: [{ path: '.github/CODEOWNERS', line: 2 }] }, /has no owner/],
    ['no rule holds', { rules: [] }, /no rule requires a pull request/],
    ['the rule asks no code owner', { rules: weakened({ require_code_owner_review: false }) }, /review of code owners/],
    [
      'the rule asks for no approval',
      { rules: weakened({ required_approving_review_count: 0 }) },
      /requires an approval/,
    ],
    ['approvals outlive a push', { rules: weakened({ dismiss_stale_reviews_on_push: false }) }, /pushed after it/],
    [
      'the last push may be approved by its author',
      { rules: weakened({ require_last_push_approval: false }) },
      /pushed last/,
    ],
  ])('does not where %s', async (_title, change, reason) => {
    const { code, text } = await judged({ template: recreate, files, ...change });
    expect(code).toBe(ExitCode.FINDING);
    expect(text).toMatch(reason);
    expect(text).toContain("Give the option 'codeOwners'");
  });

  test('does not by a CODEOWNERS file that the change brings, too', async () => {
    const change = { '.github/CODEOWNERS': '* @mallory\n', ...files };
    const { code, text } = await judged({ template: recreate, base: { '.github/CODEOWNERS': '' }, files: change });
    expect(code).toBe(ExitCode.FINDING);
    expect(text).toMatch(/\.udp-service\/acknowledgements\.json has no owner/);
  });
});

test('each rule may say a part', async () => {
  const part = (parameters: object) => ({ type: 'pull_request', parameters: { ...parameters } });
  const rules = [
    part({ require_code_owner_review: true, required_approving_review_count: 0 }),
    part({ required_approving_review_count: 2, require_last_push_approval: true }),
    part({ dismiss_stale_reviews_on_push: true }),
  ];
  const { code } = await judged({ files: { '.projenrc.ts': '// changed' }, rules });
  expect(code).toBe(ExitCode.OK);
});

test.each(['.github/workflows/deploy.yml', '.projenrc.ts', '.udp-service/manifest.json'])(
  '%s needs a code owner, whatever the impact is',
  async (path) => {
    expect((await judged({ files: { [path]: 'changed' } })).text).toContain(`${path} needs the approval of`);
    rmSync(folder, { recursive: true });
    expect((await judged({ files: { [path]: 'changed' }, rules: [] })).code).toBe(ExitCode.FINDING);
  },
);

test.each([
  [ACKNOWLEDGEMENTS_FILE, '../app/acknowledgements.json'],
  ['.udp-service', 'app'],
  ['.github/workflows', '../app'],
])('a link %s instead of a guarded file is refused', async (path, link) => {
  const change = { files: { [path]: { link }, 'app/acknowledgements.json': '{"acknowledgements":[]}' } };
  await expect(judged(change)).rejects.toThrow(`${path}: is a symbolic link`);
});

test("an archive of the base that is not the base job's is refused", async () => {
  const file = await archive('forged');
  const options = { baseArchive: file, headArchive: file, baseDirectory: '.', headDirectory: '.', protection: '' };
  await expect(judge({ ...options, baseDigest: '0'.repeat(64) }, LIMITS)).rejects.toThrow(/put a file in its place/);
});

test('names of files do not become markup of the summary', async () => {
  const { summary } = await judged({ files: { '.github/`<img src=x>`': '' } });
  expect(summary).toContain('`.github/ <img src=x> `');
});

function weakened(parameters: object): BranchRule[] {
  return PROTECTED.map((rule) => ({ ...rule, parameters: rule.parameters && { ...rule.parameters, ...parameters } }));
}
