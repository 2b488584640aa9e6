import type { DatagramProbe } from '../../src/model/model';
import { Probe } from '../../src/options';
import type { DatagramPreset } from '../../src/probes';
import { ask, findPreset, judge, PRESETS, resolveProbe } from '../../src/probes';
import { ANSWERS, LENGTHS, SECRET } from './answers';

const DATAGRAMS = PRESETS.filter((preset): preset is DatagramPreset => preset.kind === 'datagram');
const NAMES = DATAGRAMS.map(({ name }) => name);

function probeOf(name: string): DatagramProbe {
  const { probe, problems } = resolveProbe({
    preset: name,
    ...(name.startsWith('radius') ? { secret: { source: 'ssm', parameterName: '/radius' } } : {}),
  });
  expect(problems).toEqual([]);
  if (probe?.kind !== 'datagram') throw new Error(`${name} is no datagram probe`);
  return probe;
}

function secretOf(probe: DatagramProbe): string | undefined {
  return probe.radius ? SECRET : undefined;
}

describe('the catalogue', () => {
  test('has the required presets', () => {
    for (const name of ['dns', 'ntp', 'stun', 'sip', 'radius', 'snmp', 'quic', 'echo']) {
      expect(findPreset(name)?.kind).toBe('datagram');
    }
    for (const name of ['socket', 'syslog', 'statsd', 'netflow', 'gelf', 'wireguard']) {
      expect(findPreset(name)?.kind).toBe('socket');
    }
    for (const name of ['mdns', 'dhcp']) expect(findPreset(name)?.kind).toBe('refused');
  });

  test('is what the options offer', () => {
    expect(Object.values(Probe).sort()).toEqual([...PRESETS.map(({ name }) => name), 'custom'].sort());
  });

  test('uses every name and alias once', () => {
    const names = PRESETS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('custom');
  });

  test('has an answer and a length here for every datagram preset', () => {
    expect(Object.keys(ANSWERS).sort()).toEqual([...NAMES].sort());
    expect(Object.keys(LENGTHS).sort()).toEqual([...NAMES].sort());
  });
});

describe.each(NAMES)('%s', (name) => {
  const probe = probeOf(name);
  const secret = secretOf(probe);

  test('has the length that the protocol gives it', () => {
    expect(ask(probe, secret).payload).toHaveLength(LENGTHS[name]);
  });

  test('is fresh every time, where the protocol has room for it', () => {
    const fixed = ['tftp', 'source-a2s'];
    const [first, second] = [ask(probe, secret).payload, ask(probe, secret).payload];
    expect(first.equals(second)).toBe(fixed.includes(name));
  });

  test('accepts the right answer', () => {
    const question = ask(probe, secret);
    expect(judge(probe, question, ANSWERS[name](question.payload), secret)).toBe('ok');
  });

  test('refuses its own question, thrown back', () => {
    const question = ask(probe, secret);
    expect(judge(probe, question, question.payload, secret)).toBe(name === 'echo' ? 'ok' : 'mismatch');
  });

  test('refuses noise and an empty answer', () => {
    const question = ask(probe, secret);
    expect(judge(probe, question, Buffer.alloc(0), secret)).toBe('mismatch');
    expect(judge(probe, question, Buffer.alloc(64, 0xa5), secret)).toBe('mismatch');
  });

  test('refuses the right answer of every other protocol', () => {
    const question = ask(probe, secret);
    for (const other of NAMES.filter((one) => protocolOf(one) !== protocolOf(name))) {
      const otherProbe = probeOf(other);
      const answer = () => ANSWERS[other](ask(otherProbe, secretOf(otherProbe)).payload);
      // random bytes may look like another protocol once, by chance, and not each time
      const isRefused = [1, 2, 3].some(() => judge(probe, question, answer(), secret) === 'mismatch');
      expect([other, isRefused]).toEqual([other, true]);
    }
  });

  test('refuses an answer to an older question, where the protocol repeats random bytes', () => {
    const withoutEcho = ['kerberos', 'dtls', 'openvpn', 'tftp', 'source-a2s', 'snmp'];
    const old = ANSWERS[name](ask(probe, secret).payload);
    const verdict = judge(probe, ask(probe, secret), old, secret);
    expect(verdict === 'ok').toBe(withoutEcho.includes(name));
  });
});

/** `ntp` and `ntp-alive` are one protocol. */
function protocolOf(name: string): string {
  return name.replace(/-alive$/, '');
}

describe('named checks', () => {
  test('an NTP server that is not synchronised answers, but fails `synced`', () => {
    const probe = probeOf('ntp');
    const question = ask(probe);
    const answer = ANSWERS.ntp(question.payload);
    answer[0] = 0xe4;
    answer[1] = 0;
    expect(judge(probe, question, answer)).toBe('synced');
    expect(judge(probeOf('ntp-alive'), question, answer)).toBe('ok');
  });

  test('a DNS server that says SERVFAIL does not pass, one that says REFUSED does', () => {
    const probe = probeOf('dns');
    const question = ask(probe);
    const answer = ANSWERS.dns(question.payload);
    answer[3] = 0x02;
    expect(judge(probe, question, answer)).toBe('mismatch');
    answer[3] = 0x05;
    expect(judge(probe, question, answer)).toBe('ok');
  });

  test('a RADIUS answer that was signed with another secret fails `authenticator`', () => {
    const probe = probeOf('radius');
    const question = ask(probe, 'another');
    expect(judge(probe, question, ANSWERS.radius(question.payload), 'another')).toBe('authenticator');
  });
});
