import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Log } from 'sarif';

// Many checks, or processes of their own, on a machine that may be busy.
jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
/** As it is compiled: as users run it. */
const MAIN = join(ROOT, 'lib', 'cli', 'main.js');
const CORPUS = join(__dirname, 'corpus');
const BAD = join(CORPUS, 'bad', 'cdk-addresses.json');
const CLOSED = join(CORPUS, 'bad', 'tasks-closed.yaml');
const GOOD = join(CORPUS, 'good', 'dns-handwritten.yaml');

function run(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  return runIn(ROOT, ...argv);
}

function runIn(cwd: string, ...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...argv], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH },
  });
}

describe('udp-service check', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const accept = (content: unknown): string => {
    const file = join(folder, 'accepted.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  test('says so where there is nothing', () => {
    expect(run('check', GOOD)).toEqual(
      expect.objectContaining({ status: 0, stdout: '1 template checked: no findings.\n' }),
    );
  });

  test('groups by resource, with construct path, cause and remedy', () => {
    const { status, stdout } = run('check', BAD);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'bad-addresses/LoadBalancer/Resource\n  LoadBalancerBE9EEC3A (AWS::ElasticLoadBalancingV2::LoadBalancer), test/pitfalls/corpus/bad/cdk-addresses.json:',
    );
    expect(stdout).toContain(
      '  warning P14: One fixed address times out\n    Cross-zone is off and 2 task(s) stand behind fixed addresses in 2 zones',
    );
    expect(stdout).toContain('    Remedy: Turn cross-zone on, or run at least two tasks a zone.');
    expect(stdout).toContain('1 template checked: 3 warnings.');
  });

  test('exits with 1 on an error, whatever level is shown', () => {
    const { status, stdout } = run('check', CLOSED, '--level', 'error');
    expect(status).toBe(1);
    expect(stdout).toContain('2 errors.');
  });

  test('shows no lighter level than asked for', () => {
    const { stdout } = run('check', join(CORPUS, 'bad', 'lingering-flows.json'), '--level', 'warning');
    expect(stdout).toContain('1 warning.');
    expect(stdout).not.toContain('advice');
  });

  test('writes JSON', () => {
    const { findings } = JSON.parse(run('check', BAD, '--format', 'json').stdout);
    expect(findings[0]).toEqual({
      pitfall: 'P14',
      level: 'warning',
      title: expect.any(String),
      message: expect.stringContaining('Cross-zone is off'),
      remedy: expect.stringContaining('cross-zone on'),
      resource: {
        logicalId: 'LoadBalancerBE9EEC3A',
        type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        stack: 'cdk-addresses',
        file: relative(ROOT, BAD),
        line: expect.any(Number),
        constructPath: 'bad-addresses/LoadBalancer/Resource',
      },
    });
    const lines = readFileSync(BAD, 'utf8').split('\n');
    expect(lines[findings[0].resource.line - 1]).toContain('"LoadBalancerBE9EEC3A"');
  });

  test('writes SARIF as GitHub reads it', () => {
    const log: Log = JSON.parse(run('check', BAD, '--format', 'sarif').stdout);
    expect(log.version).toBe('2.1.0');
    const [{ tool, results = [] }] = log.runs as [Log['runs'][number]];
    const rules = tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(['P14', 'P34']);
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toBeTruthy();
      expect(rule.fullDescription?.text).toBeTruthy();
      expect(rule.help?.markdown).toContain('**Remedy.**');
      expect(rule.helpUri).toMatch(/^https:/);
    }
    expect(results).toHaveLength(3);
    for (const { level, locations = [], message, partialFingerprints, ruleId, ruleIndex } of results) {
      expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
      expect(level).toBe('warning');
      expect(message.text).toBeTruthy();
      expect(locations[0]?.physicalLocation?.artifactLocation?.uri).toBe(relative(ROOT, BAD));
      expect(locations[0]?.physicalLocation?.region?.startLine).toBeGreaterThan(1);
      expect(locations[0]?.logicalLocations?.[0]?.fullyQualifiedName).toMatch(/^bad-addresses\//);
      expect(partialFingerprints?.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    }
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash)).size).toBe(
      3,
    );
  });

  test('writes SARIF also without a finding', () => {
    const log: Log = JSON.parse(run('check', GOOD, '--format', 'sarif').stdout);
    expect(log.runs[0]?.results).toEqual([]);
  });

  test('takes accepted findings, and tells those that nothing needs', () => {
    const file = accept({
      acceptedFindings: [
        { id: 'P1', reason: 'known' },
        { id: 'P3', reason: 'known' },
        { id: 'P9', reason: 'old' },
      ],
    });
    const { status, stdout } = run('check', CLOSED, '--accept', file);
    expect(status).toBe(0);
    expect(stdout).toContain('The acceptance of P9 is not needed any more: old');
    expect(stdout).toContain(`no findings, 2 accepted by ${file}.`);
  });

  test('an acceptance that is over counts no more', () => {
    const file = accept({ acceptedFindings: [{ id: 'P1', reason: 'for a week', expires: '2020-01-01' }] });
    const { status, stdout } = run('check', CLOSED, '--accept', file);
    expect(status).toBe(1);
    expect(stdout).toContain('The acceptance of P1 ended on 2020-01-01: for a week');
  });

  describe('in a repository whose options accept findings', () => {
    const repository = (content: unknown): string => {
      const directory = mkdtempSync(join(folder, 'repository-'));
      mkdirSync(join(directory, '.projen'));
      mkdirSync(join(directory, 'cdk.out'));
      copyFileSync(CLOSED, join(directory, 'cdk.out', 'closed.yaml'));
      const text = typeof content === 'string' ? content : JSON.stringify({ '//': 'generated', ...Object(content) });
      writeFileSync(join(directory, '.projen', 'accepted-findings.json'), text);
      return directory;
    };
    const BOTH = { acceptedFindings: ['P1', 'P3'].map((id) => ({ id, reason: 'known' })) };
    const last = (text: string): string => text.trimEnd().split('\n').pop() ?? '';

    test('it reads the file that they wrote, and says so last, with the number', () => {
      const { status, stdout } = runIn(repository(BOTH), 'check');
      expect(status).toBe(0);
      expect(last(stdout)).toBe('1 template checked: no findings, 2 accepted by .projen/accepted-findings.json.');
      const none = runIn(repository({ acceptedFindings: [] }), 'check');
      expect(none.status).toBe(1);
      expect(last(none.stdout)).toMatch(/, 0 accepted by \.projen\/accepted-findings\.json\.$/);
    });

    test('--no-accept turns it off, and says so', () => {
      const { status, stdout } = runIn(repository(BOTH), 'check', '--no-accept');
      expect(status).toBe(1);
      expect(last(stdout)).toMatch(/\. \.projen\/accepted-findings\.json was not read \(--no-accept\)\.$/);
    });

    test('templates that lie elsewhere are not accepted by it, which is said', () => {
      const { status, stdout } = runIn(repository(BOTH), 'check', CLOSED);
      expect(status).toBe(1);
      expect(last(stdout)).toContain(`was not read: ${CLOSED} lies outside of this folder`);
    });

    test('programs are told as well', () => {
      const directory = repository(BOTH);
      const json = JSON.parse(runIn(directory, 'check', '--format', 'json').stdout);
      expect(json).toMatchObject({ findings: [], acceptancesFile: '.projen/accepted-findings.json' });
      expect(json.accepted).toHaveLength(2);
      const sarif: Log = JSON.parse(runIn(directory, 'check', '--no-accept', '--format', 'sarif').stdout);
      expect(sarif.runs[0]?.properties).toMatchObject({ acceptancesUnread: expect.stringContaining('--no-accept') });
    });

    test('a resource that is misspelled is told with the nearest one of the pitfall', () => {
      const [{ resource }] = JSON.parse(runIn(repository(BOTH), 'check', '--no-accept', '--format', 'json').stdout)
        .findings as { resource: { logicalId: string } }[];
      const slip = `${resource.logicalId.slice(0, -1)}x`;
      const directory = repository({ acceptedFindings: [{ id: 'P1', resource: slip, reason: 'known' }] });
      const { status, stdout } = runIn(directory, 'check');
      expect(status).toBe(1);
      expect(stdout).toMatch(
        new RegExp(`The acceptance of P1 at ${slip} accepts nothing\\. The nearest finding of P1 is at \\w+: correct`),
      );
    });

    test('a file that cannot be used is told by its name', () => {
      const { status, stdout, stderr } = runIn(repository('{'), 'check');
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/\.projen\/accepted-findings\.json: cannot be used, .*npx projen.*--no-accept/);
    });
  });

  test.each([
    ['a path that is not there', () => [join(folder, 'none')], 'no such file or folder'],
    ['a format that does not exist', () => [GOOD, '--format', 'xml'], 'Allowed choices are text, json, sarif'],
    ['a level that does not exist', () => [GOOD, '--level', 'fatal'], 'Allowed choices are error, warning, advice'],
    ['an option that does not exist', () => [GOOD, '--fix'], "unknown option '--fix'"],
    ['no list of acceptances', () => [GOOD, '--accept', join(folder, 'none.json')], 'no such file'],
    ['a list that is no JSON', () => [GOOD, '--accept', accept('{')], 'not JSON'],
    [
      'a pitfall that does not exist',
      () => [GOOD, '--accept', accept({ acceptedFindings: [{ id: 'P99', reason: 'x' }] })],
      'acceptedFindings[0].id P99: is no pitfall. Use P1 to P',
    ],
  ])('exits with 2 on %s', (_name, argv, message) => {
    const { status, stdout, stderr } = run('check', ...argv());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('a command that does not exist is an error of usage, help is none', () => {
  expect(run('chek').status).toBe(2);
  expect(run().status).toBe(2);
  expect(run('--help').status).toBe(0);
  expect(run('check', '--help').status).toBe(0);
});

test('neither projen nor the CDK is loaded', () => {
  const script = `
    const { main } = require(${JSON.stringify(MAIN)});
    main(['check', ${JSON.stringify(GOOD)}]).then(() => console.error(JSON.stringify(Object.keys(require.cache))));`;
  const { stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
  const loaded: string[] = JSON.parse(stderr.trim().split('\n').pop() ?? '[]');
  expect(loaded.some((file) => file.includes('node_modules/commander/'))).toBe(true);
  expect(loaded.filter((file) => /node_modules\/(projen|aws-cdk-lib|constructs|cdk-nag)\//.test(file))).toEqual([]);
});
