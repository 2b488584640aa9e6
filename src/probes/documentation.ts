import { PRESETS } from './catalogue';
import type { DatagramPreset, Evidence, Preset } from './preset';

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  daemons: 'real daemons',
  peers: 'independent peers',
  specification: 'the specification only',
};

const INTRODUCTION = `# Probes

<!-- Generated from src/probes/catalogue by tools/docs.ts; edit the presets. -->

The health gate asks the application its protocol's own question every few seconds, from inside the task, and answers the
load balancer with what it found. \`probe\` of a port names the question; a protocol that never answers is watched through
the kernel's socket table (\`socket\`: bound to an address the load balancer reaches, its queue is read).

    npx udp-service probe 192.0.2.1 53 --preset dns      # the same question from anywhere

A probe never follows a dependency of the service: each preset says what a right answer leaves out. \`custom\` has the form
of the catalogue:

\`\`\`ts
ports: [{
  port: 4000,
  probe: Probe.CUSTOM,
  probeOptions: { sendText: 'ping {a:4x}', expectText: 'pong {a}' },
}]
\`\`\`

\`{a:4}\` in a payload stands for four fresh random bytes (\`{a:4x}\`: as hex digits), \`{a}\` later on for the same bytes: an
answer to an earlier probe is none.
`;

/** The text of docs/probes.md. */
export function probeDocumentation(): string {
  const of = <K extends Preset['kind']>(kind: K) =>
    PRESETS.filter((preset): preset is Extract<Preset, { kind: K }> => preset.kind === kind);
  return [
    INTRODUCTION,
    '## Presets that ask\n',
    ...of('datagram').map(section),
    '## Protocols that never answer\n',
    ...of('socket').map(({ name, title, reference, leavesOut }) =>
      entry(`\`${name}\``, title, [
        ['reference', reference],
        ['leaves out', leavesOut],
      ]),
    ),
    '## Refused\n',
    ...of('refused').map(({ name, title, cause, remedy }) =>
      entry(`\`${name}\``, title, [
        ['why', cause],
        ['instead', remedy],
      ]),
    ),
  ].join('\n');
}

function section(preset: DatagramPreset): string {
  const { name, aliases = [], title, reference, leavesOut, serverMustAllow, warning, evidence, signed } = preset;
  return entry([name, ...aliases].map((one) => `\`${one}\``).join(', '), title, [
    ['reference', reference],
    ['leaves out', leavesOut],
    ['the server must allow', serverMustAllow],
    ...(signed ? ([['secret', '`probeOptions.secret`: an ECS secret that only the gate receives']] as const) : []),
    ...(warning === undefined ? [] : ([['know', warning]] as const)),
    ['verified against', EVIDENCE[evidence]],
  ]);
}

function entry(heading: string, title: string, facts: readonly (readonly [string, string])[]): string {
  return `### ${heading}: ${title}\n\n${facts.map(([fact, text]) => `- *${fact}*: ${text}`).join('\n')}\n`;
}
