import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'mustache';
import { ALARM_CATALOGUE } from '../../src/model/alarm-catalogue';
import { PACKAGE_MANAGERS, shell } from '../../src/package-managers';
import { blueprintFile, blueprintFiles, documentTemplate } from '../../src/project/blueprint';
import { wordingOf } from '../../src/project/document-wording';
import { renderTemplate } from '../../src/util/template';

const NAMES = blueprintFiles('docs').map((path) => path.replace(/^docs\/(.*)\.md$/, '$1'));
const TEMPLATES = NAMES.filter((name) => name !== 'README');
const WORKFLOWS = join(__dirname, '../../src/project/workflows');
const README_FILES = ['README.md', 'README.ejected.md'];

type Token = readonly [type: string, value: string, start: number, end: number, inner?: readonly Token[] | string];

function partialsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(([type, value, , , inner]) => {
    if (type === '>') return [value];
    return Array.isArray(inner) ? partialsOf(inner) : [];
  });
}

test('every template is part of a document', () => {
  const used = TEMPLATES.flatMap((name) => partialsOf(parse(documentTemplate(name)) as unknown as Token[]));
  const alarms = Object.keys(ALARM_CATALOGUE).map((kind) => `alarms/${kind}`);
  // what a workflow says is filled where its job is made
  const said = readdirSync(WORKFLOWS)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(WORKFLOWS, file), 'utf8').matchAll(/workflowText\('([\w-]+)'/g)])
    .map(([, name]) => `workflows/${name}`);
  expect([...new Set([...used, ...alarms, ...said, 'header', 'service'])].sort()).toEqual([...TEMPLATES].sort());
});

test.each([...TEMPLATES.map((name) => `docs/${name}.md`), ...README_FILES])(
  '%s names the commands of no package manager, of projen and of this package by their values alone',
  (path) => {
    const text = blueprintFile(path).replaceAll(/\{\{(exec|task)\}\}( udp-service [a-z]+)?/g, '');
    expect(text).not.toMatch(/\bnpx\b|\b(npm|pnpm|yarn) |\bprojen |udp-service [a-z]|\.projenrc\.ts(?!` +\|)/);
    expect(text).not.toMatch(/[ \t]$/m);
  },
);

test.each(PACKAGE_MANAGERS.map((manager) => [manager.name, manager] as const))('README with %s', (_, manager) => {
  const readme = (ejected: boolean) => {
    const template = ejected ? 'README.ejected.md' : 'README.md';
    return renderTemplate(template, { service: 'dns', ...wordingOf(manager, ejected) }, blueprintFile);
  };
  expect(readme(false)).toMatch(/^# dns\n\n/);
  expect(readme(false)).toContain(`\n    ${manager.typed} projen build  `);
  expect(readme(false)).toContain(`after a change run \`${manager.typed} projen\` and commit`);
  expect(readme(true)).toContain(`\n    ${shell(...manager.script)} build  `);
  expect(readme(true)).not.toMatch(/projen|udp-service/);
});

test('a template that is not there is an error that names it and no place of this machine', () => {
  expect(() => documentTemplate('alarms/none')).toThrow('there is no template blueprint/docs/alarms/none.md');
});
