import { PRESETS } from './catalogue';
import { MAX_PATTERN_CHARACTERS, MAX_PATTERN_DEPTH, MAX_STEPS } from './language';
import { MAX_ANSWER_DIGITS } from './pattern-work';
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

A busy task may leave the gate little of the processor. The gate then reads what has arrived before it judges by the clock:
an answer that lies in its buffer counts, however late it is read. What was due while the gate did not run counts as its own
absence (\`missedSeconds\` of \`/status\`), and gives a probe without an answer its time back, once. After an absence longer
than three intervals and one time-out, a check waits for the next probe; if that one is not answered, checks are \`stale\` (503)
until one is. While the gate runs, a dead application is found within \`fall\` intervals and one time-out, as ever.

## Patterns

\`expect\` and each of \`checks\` are regular expressions over the lower-case hex of the answer: two digits a byte, at most
${MAX_ANSWER_DIGITS.toLocaleString('en-US')} of them. Python runs them in the gate and in the smoke test that runs as a task, JavaScript in \`udp-service probe\`.
Both read this subset in the same way:

| | |
|---|---|
| \`0\` to \`9\`, \`a\` to \`f\`, \`.\` | a digit, any digit |
| \`[0-9a]\`, \`[^0]\` | one of these digits, none of these |
| \`{a}\` | the random bytes of the payload |
| \`^\`, \`$\` | the beginning and the end of the answer |
| \`(…)\`, \`(?:…)\`, \`\\|\` | groups and alternatives, at most ${MAX_PATTERN_DEPTH} deep |
| \`*\`, \`+\`, \`?\`, \`{2}\`, \`{2,}\`, \`{2,9}\`, and the same with \`?\` behind | repetition of a digit or of a group that holds one digit at least |
| \`(?=…)\`, \`(?!…)\` | what follows must match, must not match |

There are no back-references, look-behinds, flags, named groups, possessive repetitions or classes such as \`\\d\`. A pattern
has at most ${MAX_PATTERN_CHARACTERS.toLocaleString('en-US')} characters with the random bytes written out.

Neither engine can be interrupted. So the work of a pattern for the longest datagram is computed when the repository is
synthesized: the most steps that any answer can cause, each about a nanosecond. Above ${MAX_STEPS.toLocaleString('en-US')} steps for all patterns of a
probe together it is refused. The bound is never too small; it may be too large, and the remedies are the same:

| refused | because | write |
|---|---|---|
| \`^(0+)+1\`, \`^(0\\|00)*1\` | a repeated group matches one text in several ways | \`^0+1\` |
| \`.*ff\` | it begins at every place and goes on to the end from each | \`^.*ff\`, or only \`ff\` |
| \`^.*a2.*02\` | each end of the first repetition begins the second one | \`^.{0,40}a2.{0,40}02\` |
| \`^.*{a}.*$\` | the same; an end that takes everything says nothing | \`^.*{a}\` |
| \`^(?:0?)*1\` | it repeats what may be empty | \`^0*1\` |
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
