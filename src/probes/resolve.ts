import type { DatagramProbe, Probe, Secret } from '../model/model';
import { findPreset, presetNames } from './catalogue';
import { textPattern, textPayload } from './language';
import { type ProbeProblem, validateProbe } from './validate';

/** What a user says of a probe: the name of a preset, with details or of one's own making. */
export interface ProbeInput {
  /** Name of a preset, or `custom`. */
  readonly preset: string;
  /** `custom`: payload as hex with placeholders. */
  readonly send?: string;
  /** `custom`: payload as text with placeholders, instead of `send`. */
  readonly sendText?: string;
  /** `custom`: pattern over the hex of the answer. */
  readonly expect?: string;
  /** `custom`: how an answer of text begins, instead of `expect`. */
  readonly expectText?: string;
  /** `custom`: further patterns by the word that is reported when they do not match. */
  readonly checks?: Readonly<Record<string, string>>;
  /** `custom`: zero-pad the payload to this many bytes. */
  readonly padTo?: number;
  /** `custom`: accept the answer from any port of the target. */
  readonly anyPort?: boolean;
  /** Send from this fixed port. */
  readonly sourcePort?: number;
  /** Which address of the task is probed; the preset knows best. */
  readonly target?: 'own' | 'loopback';
  /** `dns`: ask for the A record of this name, which the server must know itself. */
  readonly dnsName?: string;
  /** Shared secret of a signed probe (RADIUS). */
  readonly secret?: Secret;
}

export interface ResolvedProbe {
  /** Absent when there are problems. */
  readonly probe?: Probe;
  readonly problems: readonly ProbeProblem[];
  /** What a user of the preset should know. */
  readonly warnings: readonly string[];
}

const CUSTOM_FIELDS = ['send', 'sendText', 'expect', 'expectText', 'checks', 'padTo', 'anyPort'] as const;

/** Turns what a user says of a probe into the probe that the gate is given. */
export function resolveProbe(input: ProbeInput): ResolvedProbe {
  const problems: ProbeProblem[] = [];
  const given = (field: keyof ProbeInput) => input[field] !== undefined;
  const refuse = (field: keyof ProbeInput, cause: string, remedy: string) =>
    problems.push({ field, value: input[field], cause, remedy });

  if (input.preset === 'custom') {
    for (const field of ['dnsName', 'secret'] as const) {
      if (given(field)) refuse(field, 'a custom probe has no use for it', 'Remove it.');
    }
    const probe = customProbe(input, refuse);
    if (probe && problems.length === 0) problems.push(...validateProbe(probe));
    return problems.length > 0 ? { problems, warnings: [] } : { probe, problems, warnings: [] };
  }

  const preset = findPreset(input.preset);
  if (!preset) {
    refuse('preset', 'there is no such preset', `Use one of ${presetNames().join(', ')}, or custom.`);
    return { problems, warnings: [] };
  }
  if (preset.kind === 'refused') {
    refuse('preset', preset.cause, preset.remedy);
    return { problems, warnings: [] };
  }
  for (const field of CUSTOM_FIELDS) {
    if (given(field))
      refuse(field, `the preset '${preset.name}' brings its own`, "Remove it, or use the preset 'custom'.");
  }
  if (preset.kind === 'socket') {
    for (const field of ['sourcePort', 'target', 'secret', 'dnsName'] as const) {
      if (given(field)) refuse(field, `'${preset.name}' sends nothing`, 'Remove it.');
    }
    return problems.length > 0 ? { problems, warnings: [] } : { probe: { kind: 'socket' }, problems, warnings: [] };
  }

  if (preset.signed && !input.secret) {
    refuse(
      'secret',
      `'${preset.name}' is signed with a shared secret`,
      `Name the secret. The server needs ${preset.serverMustAllow}.`,
    );
  }
  if (!preset.signed && input.secret) refuse('secret', `'${preset.name}' is not signed`, 'Remove it.');
  if (given('dnsName') && preset.name !== 'dns') refuse('dnsName', `'${preset.name}' asks for no name`, 'Remove it.');

  const probe: DatagramProbe = {
    kind: 'datagram',
    preset: preset.name,
    ...preset.datagram,
    ...(input.dnsName === undefined ? {} : dnsQuestion(input.dnsName, refuse)),
    ...(input.sourcePort === undefined ? {} : { sourcePort: input.sourcePort }),
    ...(input.target === undefined ? {} : { target: input.target }),
    ...(input.secret && preset.signed ? { radius: { secret: input.secret } } : {}),
  };
  if (problems.length === 0) problems.push(...validateProbe(probe));
  const warnings = preset.warning ? [preset.warning] : [];
  return problems.length > 0 ? { problems, warnings } : { probe, problems, warnings };
}

type Refuse = (field: keyof ProbeInput, cause: string, remedy: string) => void;

function customProbe(input: ProbeInput, refuse: Refuse): DatagramProbe | undefined {
  const send = either(input, 'send', 'sendText', textPayload, refuse);
  const expect = either(input, 'expect', 'expectText', textPattern, refuse);
  if (send === undefined || expect === undefined) return undefined;
  const { checks, padTo, anyPort, sourcePort, target } = input;
  return {
    kind: 'datagram',
    preset: 'custom',
    send,
    expect,
    ...(checks === undefined ? {} : { checks }),
    ...(padTo === undefined ? {} : { padTo }),
    ...(anyPort === undefined ? {} : { anyPort }),
    ...(sourcePort === undefined ? {} : { sourcePort }),
    ...(target === undefined ? {} : { target }),
  };
}

function either(
  input: ProbeInput,
  hex: 'send' | 'expect',
  text: 'sendText' | 'expectText',
  convert: (value: string) => string,
  refuse: Refuse,
): string | undefined {
  const inHex = input[hex];
  const inText = input[text];
  if (inHex !== undefined && inText !== undefined) refuse(text, `'${hex}' says it already`, 'Give one of them.');
  if (inHex === undefined && inText === undefined) {
    refuse(hex, 'a custom probe says what is sent and what is expected', `Give '${hex}' (hex) or '${text}' (text).`);
  }
  return inHex ?? (inText === undefined ? undefined : convert(inText));
}

/** An A question without recursion, answered without an error. */
function dnsQuestion(name: string, refuse: Refuse): Pick<DatagramProbe, 'send' | 'expect'> | undefined {
  const labels = name.replace(/\.$/, '').split('.');
  if (name.length > 253 || labels.some((label) => !/^[A-Za-z0-9_-]{1,63}$/.test(label))) {
    refuse(
      'dnsName',
      'it is no domain name',
      'Use labels of letters, digits and hyphens, for example www.example.com.',
    );
    return undefined;
  }
  const question = labels.map(
    (label) => label.length.toString(16).padStart(2, '0') + Buffer.from(label).toString('hex'),
  );
  return { send: `{a:2}00000001000000000000${question.join('')}0000010001`, expect: '^{a}[89a-f]..0' };
}
