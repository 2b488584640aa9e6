import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DatagramProbe } from '../model/model';
import {
  findPreset,
  type Outcome,
  type ProbeInput,
  presetNames,
  probeOnce,
  pursue,
  resolveProbe,
  round,
  type Target,
} from '../probes';
import { exitOnUsage } from './usage';

/** What `udp-service probe` found out. */
export interface Report {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly preset: string;
  readonly sent: number;
  readonly answered: number;
  /** Share of the probes that were not answered right in any attempt, in percent. */
  readonly lossPercent: number;
  readonly minMs?: number;
  readonly averageMs?: number;
  readonly maxMs?: number;
  readonly outcomes: readonly Outcome[];
}

interface Flags {
  readonly preset: string;
  readonly count: number;
  readonly timeout: number;
  readonly retries: number;
  readonly interval: number;
  readonly maxLoss: number;
  readonly json?: boolean;
  readonly secretEnv?: string;
  readonly dnsName?: string;
  readonly send?: string;
  readonly sendText?: string;
  readonly expect?: string;
  readonly expectText?: string;
  readonly sourcePort?: number;
}

/** Adds the command `probe`: asks any server what the health gate would ask it. */
export function registerProbe(program: Command): void {
  program
    .command('probe')
    .description(
      "send a UDP service the health gate's question and judge the answer (exit code: 0 answered right, 1 not, 2 usage)",
    )
    .argument('<host>', 'name or IPv4 address')
    .argument('<port>', 'UDP port', wholeNumber(1, 65535))
    .addOption(new Option('-p, --preset <name>', `${presetNames().join(', ')} or custom`).default('echo'))
    .option('-n, --count <number>', 'number of probes', wholeNumber(1, 100_000), 1)
    .option('-t, --timeout <seconds>', 'time to wait for an answer', seconds, 2)
    .option('-r, --retries <number>', 'further attempts of a probe that fails', wholeNumber(0, 1000), 0)
    .option('-i, --interval <seconds>', 'time between two probes or attempts', seconds, 1)
    .option('--max-loss <percent>', 'share of probes that may stay without a right answer', wholeNumber(0, 99), 0)
    .option('--secret-env <name>', 'environment variable with the shared secret of a signed probe (RADIUS)')
    .option('--dns-name <name>', 'dns: ask for the A record of this name')
    .option('--send <hex>', 'custom: payload, with placeholders such as {a:4} for random bytes')
    .option('--send-text <text>', 'custom: payload as text')
    .option('--expect <pattern>', 'custom: regular expression over the hex of the answer')
    .option('--expect-text <text>', 'custom: how the answer begins')
    .option('--source-port <number>', 'send from this port', wholeNumber(1, 65535))
    .option('--json', 'print one JSON object')
    .exitOverride(exitOnUsage)
    .action(async (host: string, port: number, flags: Flags, command: Command) => {
      const { probe, secret } = probeOf(flags, command);
      let report: Report;
      try {
        report = await probeHost(probe, { host, port, timeoutMs: flags.timeout * 1000, secret }, flags);
      } catch (error) {
        process.stderr.write(
          `error: ${host}: ${(error as Error).message}. Give a name or an IPv4 address that resolves.\n`,
        );
        process.exitCode = 1;
        return;
      }
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report));
      process.exitCode = report.lossPercent <= flags.maxLoss ? 0 : 1;
    });
}

function probeOf(flags: Flags, command: Command): { probe: DatagramProbe; secret?: string } {
  const usage = (message: string): never => command.error(`error: ${message}`, { exitCode: 2 });
  const { preset, send, sendText, expect, expectText, dnsName, sourcePort, secretEnv } = flags;
  const secret = secretEnv === undefined ? undefined : process.env[secretEnv];
  if (secretEnv !== undefined && !secret) {
    usage(`--secret-env ${secretEnv}: the environment variable is not set. Set it to the shared secret.`);
  }
  const known = findPreset(preset);
  if (known?.kind === 'datagram' && known.signed && secret === undefined) {
    usage(
      `--preset ${preset}: it is signed with a shared secret. Put that into an environment variable and name it with --secret-env.`,
    );
  }
  const given: ProbeInput = { preset, send, sendText, expect, expectText, dnsName, sourcePort };
  const { probe, problems } = resolveProbe({
    ...given,
    // Where the secret comes from matters to ECS only; here it is at hand.
    ...(secret === undefined ? {} : { secret: { source: 'ssm', parameterName: secretEnv ?? '' } as const }),
  });
  if (!probe) {
    return usage(
      problems
        .map(({ field, value, cause, remedy }) => `${option(field)} ${String(value)}: ${cause}. ${remedy}`)
        .join('\n'),
    );
  }
  if (probe.kind === 'socket') {
    return usage(
      `--preset ${preset}: its servers do not answer, so nothing can be learned from outside the task. Ask the gate: GET /status.`,
    );
  }
  return { probe, secret };
}

function option(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Sends the probes one after the other. */
export async function probeHost(
  probe: DatagramProbe,
  target: Target,
  { count, retries, interval }: Pick<Flags, 'count' | 'retries' | 'interval'>,
): Promise<Report> {
  const { address } = await lookup(target.host, { family: 4 });
  const outcomes: Outcome[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index > 0) await sleep(interval * 1000);
    const patience = { intervalMs: interval * 1000, again: (attempts: number) => attempts <= retries };
    outcomes.push(await pursue(() => probeOnce(probe, { ...target, host: address }), patience));
  }
  const times = outcomes.flatMap(({ word, milliseconds }) =>
    word === 'ok' && milliseconds !== undefined ? [milliseconds] : [],
  );
  return {
    host: target.host,
    address,
    port: target.port,
    preset: probe.preset,
    sent: count,
    answered: times.length,
    lossPercent: round((100 * (count - times.length)) / count),
    ...(times.length === 0
      ? {}
      : {
          minMs: Math.min(...times),
          averageMs: round(times.reduce((sum, time) => sum + time, 0) / times.length),
          maxMs: Math.max(...times),
        }),
    outcomes,
  };
}

function describe({
  host,
  address,
  port,
  preset,
  sent,
  answered,
  lossPercent,
  minMs,
  averageMs,
  maxMs,
  outcomes,
}: Report): string {
  const lines = outcomes.map(({ word, milliseconds, attempts }, index) => {
    const time = milliseconds === undefined ? '' : ` ${milliseconds} ms`;
    return `${preset} ${address}:${port} #${index + 1}: ${word}${time}${attempts > 1 ? ` (attempt ${attempts})` : ''}`;
  });
  const times = minMs === undefined ? '' : `, ${minMs}/${averageMs}/${maxMs} ms (least/average/most)`;
  lines.push(`${host}: ${answered} of ${sent} answered right, ${lossPercent} % lost${times}`);
  return `${lines.join('\n')}\n`;
}

function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give seconds, more than 0 and at most 3600.');
  return value;
}
