import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../src/cloudformation/files';
import { checkTemplates, type Finding } from '../../src/pitfalls';

const ROOT = join(__dirname, '..', '..');

/** The article's stacks, really synthesized. */
function synthesize(folder: string, ...flags: string[]): Finding[] {
  execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, 'support', 'article.ts'), folder, ...flags], {
    cwd: ROOT,
    stdio: 'pipe',
    timeout: 120_000,
  });
  return checkTemplates(readTemplates([folder]));
}

const of = (findings: readonly Finding[], stack: string): string[] =>
  findings
    .filter(({ resource }) => resource?.stack === stack)
    .map(({ level, pitfall, resource }) => `${pitfall} ${level} ${resource?.constructPath?.replace(`${stack}/`, '')}`);

describe('the two systems of the article', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'article-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('as the article built them', () => {
    const findings = synthesize(join(folder, 'then'));
    // Its first lesson: the pattern alone never becomes healthy.
    expect(of(findings, 'ArticleTcp')).toContain('P1 error Service/Service/Service');
    // Its second: without rules neither traffic nor health check comes through.
    expect(of(findings, 'ArticleUdpFirstTry')).toEqual(
      expect.arrayContaining(['P1 error Service/Service', 'P3 error Service/Service']),
    );
    // And what it went on with, which works and is not good.
    expect(of(findings, 'ArticleUdp')).toEqual([
      'P6 warning Task/Resource', // its nc responder says ok whatever the service does
      'P8 warning TaskGroup/Resource', // 0.0.0.0/0 on the group of the tasks
      'P9 warning LoadBalancer/Resource', // a load balancer without a group
      'P15 warning LoadBalancer/Resource', // cross-zone off with one task
      'P36 warning Service/Service',
      'P7 advice LoadBalancer/Resource',
      'P11 advice Targets/Resource', // deregistration 300 s
      'P36 advice Service/Service',
      'P41 advice Task/Resource',
    ]);
  }, 180_000);

  test('as the same code is synthesized in a new app', () => {
    const findings = synthesize(join(folder, 'now'), 'new-app');
    expect(of(findings, 'ArticleTcp')).toEqual(
      expect.arrayContaining(['P1 error Service/Service/Service', 'P2 error Service/LB/Resource']),
    );
    expect(of(findings, 'ArticleUdp').filter((finding) => finding.includes(' error '))).toEqual([
      'P2 error LoadBalancer/Resource',
      'P2 error LoadBalancer/Resource',
      'P3 error LoadBalancer/Resource',
    ]);
  }, 180_000);
});
