import { PRESETS } from '../../src/probes/catalogue';
import { MAX_PATTERN_CHARACTERS, MAX_PATTERN_DEPTH, MAX_STEPS } from '../../src/probes/language';
import { MAX_ANSWER_DIGITS } from '../../src/probes/pattern-work';
import type { DatagramPreset, Evidence, Preset } from '../../src/probes/preset';
import { renderDocument } from './render';

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  daemons: 'real daemons',
  peers: 'independent peers',
  specification: 'the specification only',
};

/** The text of docs/probes.md. */
export function probeDocumentation(): string {
  const of = <K extends Preset['kind']>(kind: K) =>
    PRESETS.filter((preset): preset is Extract<Preset, { kind: K }> => preset.kind === kind);
  const refused = of('refused');
  const grouped = (count: number) => count.toLocaleString('en-US');
  return renderDocument('probes', {
    answerDigits: grouped(MAX_ANSWER_DIGITS),
    patternDepth: MAX_PATTERN_DEPTH,
    patternCharacters: grouped(MAX_PATTERN_CHARACTERS),
    steps: grouped(MAX_STEPS),
    datagram: of('datagram').map(datagram),
    socket: of('socket'),
    refused: refused.map((preset, index) => ({ ...preset, last: index === refused.length - 1 })),
  });
}

function datagram({ name, aliases = [], evidence, signed, warning, ...preset }: DatagramPreset) {
  return {
    ...preset,
    names: [name, ...aliases].map((one) => `\`${one}\``).join(', '),
    evidence: EVIDENCE[evidence],
    signed: signed === true,
    warning: warning ?? false,
  };
}
