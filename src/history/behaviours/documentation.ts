import type { Behaviour } from './behaviour';

const INTRODUCTION = `# Behaviours

<!-- Generated from src/behaviours by tools/docs.ts; edit the registry. -->

A change of the template that replaces, loses or broadens something that runs never arrives by an upgrade alone. It is a
behaviour: off in repositories whose \`baseline\` is older, on in those created since, and switched by name in
\`.projenrc.ts\`, for the whole service or for one stage ahead of the others:

\`\`\`ts
behaviours: { nameOfTheBehaviour: true },
stages: [{ name: 'dev', behaviours: { nameOfTheBehaviour: true } }, { name: 'prod' }],
\`\`\`

What each does to what runs is what \`udp-service impact\` says of the change; the tests of this package compare the two.
Feature flags of the CDK are frozen by \`baseline\` in the same way: an upgrade never moves them.
`;

/** The text of docs/behaviours.md. */
export function behaviourDocumentation(behaviours: readonly Behaviour[]): string {
  if (behaviours.length === 0)
    return `${INTRODUCTION}\nVersion 1 has no behaviour: every repository has what the template brings.\n`;
  return [INTRODUCTION, ...behaviours.map(section)].join('\n');
}

function section({ name, summary, since, impact, reversible, runbook }: Behaviour): string {
  return [
    `## \`${name}\`\n`,
    `${summary}\n`,
    '| | |',
    '|---|---|',
    `| in new repositories since | baseline ${since} |`,
    `| switching it on | ${impact} |`,
    `| switching it off again | ${reversible ? 'leads back' : 'does not lead back'} |\n`,
    ...runbook.map((step, index) => `${index + 1}. ${step}`),
    '',
  ].join('\n');
}
