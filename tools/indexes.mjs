// Writes the index of each folder in which one file is one of a kind: a program that is bundled, for a browser as well,
// cannot read a folder while it runs. Git ignores the indexes; whoever adds a file edits no list.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folders, what each of their files exports, and how the index calls all of them. */
const INDEXES = [
  { folder: 'src/impact/rules/fallback', member: 'rule', list: 'FALLBACK_RULES' },
  { folder: 'src/impact/rules/resources', member: 'rule', list: 'RESOURCE_RULES' },
  { folder: 'src/impact/rules/stacks', member: 'rule', list: 'STACK_RULES' },
  { folder: 'src/impact/rules/templates', member: 'rule', list: 'TEMPLATE_RULES' },
  { folder: 'src/pitfalls/rules', member: 'pitfall', list: 'PITFALLS' },
];

for (const { folder, member, list } of INDEXES) {
  const names = readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const identifier = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const lines = [
    '// Written by tools/indexes.mjs at compile time, a line for each file of this folder: add a file, not a line.',
    ...names.map((name) => `import { ${member} as ${identifier(name)} } from './${name}';`),
    '',
    `export const ${list} = [${names.map(identifier).join(', ')}] as const;`,
  ];
  writeFileSync(join(ROOT, folder, 'index.ts'), `${lines.join('\n')}\n`);
}
