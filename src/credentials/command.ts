import { isHarmlessSecret, isPath, isReference } from './harmless';
import { meaningOf } from './names';
import { isNamedCredential } from './policy';

/** A credential in one part of a command. */
export interface Part {
  readonly kind: string;
  /** Number of the part, from 0. */
  readonly part: number;
}

/** What a program takes its password by, where a letter does not say it. */
const PROGRAMS: readonly { readonly program: RegExp; readonly separate?: RegExp; readonly joined?: RegExp }[] = [
  { program: /^(?:mysql\w*|mariadb[\w-]*|mysqld)$/, joined: /^-p(.+)$/ },
  { program: /^sshpass$/, separate: /^-p$/, joined: /^-p(.+)$/ },
  { program: /^redis-(?:cli|benchmark)$/, separate: /^-a$/ },
  { program: /^mosquitto(?:_\w+)?$/, separate: /^-P$/ },
  { program: /^ldap\w+$/, separate: /^-w$/, joined: /^-w(.+)$/ },
  { program: /^(?:ipmitool|tsql|sqlcmd|bcp|isql|smbpasswd)$/, separate: /^-P$/, joined: /^-P(.+)$/ },
  { program: /^snmp\w+$/, separate: /^-(?:c|A|X)$/ },
  { program: /^(?:docker|podman|nerdctl|oc|helm|az|mongo\w*|cqlsh|clickhouse-client)$/, separate: /^-p$/ },
  { program: /^(?:turnserver|coturn)$/, separate: /^-(?:u|P)$/ },
  { program: /^eapol_test$/, separate: /^-s$/ },
  { program: /^(?:nsupdate|dig|host|delv|kdig|knsupdate)$/, separate: /^-y$/ },
  { program: /^unzip$/, separate: /^-P$/ },
];

/** Programs that take arguments of their own, and then start another one. */
const WRAPPERS = new Set(
  'su-exec gosu setpriv dumb-init timeout nice ionice stdbuf nohup chpst catatonit s6-setuidgid'.split(' '),
);

const USER_AND_PASSWORD = /^(-u|--user|--proxy-user|-U|--auth|-a)(?:=|$)/;
const PORT = /^(?:[\d.]+:)?\d{1,5}(?:[-:]\d{1,5})*(?:\/(?:udp|tcp))?$/;

/** The credentials that the options of a program take, in the parts of a command. */
export function* commandCredentials(parts: readonly string[]): Iterable<Part> {
  let program = '';
  for (const [index, part] of parts.entries()) {
    if (program === '' && !part.includes('=') && !part.startsWith('-')) program = baseName(part);
    // behind what starts another program: `gosu dns`, `timeout 5`, `dumb-init --`
    else if (WRAPPERS.has(program) && PROGRAMS.some((one) => one.program.test(baseName(part))))
      program = baseName(part);
    const known = PROGRAMS.find((candidate) => candidate.program.test(program));
    const next = parts[index + 1];
    if (/^[;|&]+$/.test(part) || ['exec', 'sudo', 'env', 'tini', 'sh', 'bash'].includes(program)) program = '';
    // `--password value`
    const option = /^--?([A-Za-z][\w.-]+)$/.exec(part)?.[1];
    if (option !== undefined && next !== undefined && !next.startsWith('--') && isNamedCredential(option, next)) {
      yield { kind: `value of the option "${part}"`, part: index + 1 };
    }
    const isPort = program !== 'sshpass' && part === '-p' && PORT.test(next ?? '');
    if (known?.separate?.test(part) && next !== undefined && !isPort && !isHarmlessArgument(next)) {
      yield { kind: `value of the option "${part}"`, part: index + 1 };
    } else if (part === '-p' && next !== undefined && isLikelyPassword(next)) {
      yield { kind: 'value of the option "-p"', part: index + 1 };
    }
    const joined = known?.joined?.exec(part)?.[1];
    if (joined !== undefined && !isHarmlessArgument(joined)) yield { kind: 'password behind the option', part: index };
    else if (/^-p[A-Za-z]/.test(part) && isLikelyPassword(part.slice(2))) {
      yield { kind: 'password behind the option "-p"', part: index };
    }
    if (program === 'radtest' || program === 'radclient') {
      const secret = positionalSecret(program, parts, index);
      if (secret !== undefined) yield { kind: `secret of ${program}`, part: secret };
    }
    if (program === 'curl') {
      const glued = /^-[a-zA-Z]{0,6}?u(.*)$/.exec(part)?.[1];
      const value = glued === '' ? (next ?? '') : (glued ?? '');
      const given = /^[^\s:/]{1,128}:([^\s:/]+)$/.exec(value)?.[1];
      if (part !== '-u' && given !== undefined && !isHarmlessArgument(given)) {
        yield { kind: 'password of the option "-u"', part: glued === '' ? index + 1 : index };
      }
    }
    // `--user name:password`; numbers are a user and a group
    const user = USER_AND_PASSWORD.exec(part);
    if (user) {
      const inPart = part.includes('=');
      const value = inPart ? part.slice(part.indexOf('=') + 1) : (next ?? '');
      const password = /^[^\s:/]{1,128}:([^\s:/]+)$/.exec(value)?.[1];
      if (password !== undefined && !isHarmlessArgument(password) && !/^\d+$/.test(password) && !isHost(value)) {
        yield { kind: `password of the option "${user[1]}"`, part: inPart ? index : index + 1 };
      }
    }
  }
}

/** Number of the part with the secret: `radclient host:port auth secret`, `radtest user password host port secret`. */
function positionalSecret(program: string, parts: readonly string[], start: number): number | undefined {
  if (baseName(parts[start] ?? '') !== program) return undefined;
  const at =
    program === 'radtest'
      ? start + 2
      : parts.findIndex((part) => /^(?:auth|acct|coa|disconnect|status|auto)$/.test(part)) + 1;
  const value = parts[at];
  return at > start && value !== undefined && !isHarmlessArgument(value) ? at : undefined;
}

function baseName(program: string): string {
  return program.replace(/^.*[\\/]/, '');
}

function isHarmlessArgument(value: string): boolean {
  return value === '' || value.startsWith('-') || isReference(value) || isPath(value);
}

/** `-p` is a port, a path, a profile or a project more often than a password. */
function isLikelyPassword(value: string): boolean {
  if (value.startsWith('-') || PORT.test(value) || isHarmlessSecret(value) || isHarmlessArgument(value)) return false;
  if (value.length < 6 || /\s/.test(value) || value.includes('=') || value.includes(',')) return false;
  const letters = /[A-Za-z]/.test(value);
  // words and numbers that are joined by hyphens are the name of something
  if (/^[a-z]+(?:[-_.][a-z0-9]+)*$/.test(value))
    return /^[a-z]+\d+[a-z\d]*$/.test(value) && meaningOf(value) === 'none';
  return letters && (/\d/.test(value) || /[^A-Za-z0-9._/:-]/.test(value));
}

function isHost(value: string): boolean {
  return /^[\w.-]+:\d{1,5}$/.test(value);
}

/** Splits a line as a shell does, as far as quotes and backslashes go. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let current: string | undefined;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && index + 1 < line.length)
        current = `${current ?? ''}${line.charAt(++index)}`;
      else current = `${current ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      current ??= '';
    } else if (/\s/.test(character)) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else if (/[;|&]/.test(character)) {
      if (current !== undefined) words.push(current);
      words.push(character);
      current = undefined;
    } else if (character === '\\' && index + 1 < line.length) {
      current = `${current ?? ''}${line.charAt(++index)}`;
    } else {
      current = `${current ?? ''}${character}`;
    }
  }
  if (current !== undefined) words.push(current);
  return words;
}
