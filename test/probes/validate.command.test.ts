import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DatagramProbe } from '../../src/model/model';
import { ask, judge, PRESETS, resolveProbe, validateProbe } from '../../src/probes';
import { ANSWERS, SECRET } from './answers';

const GOOD: DatagramProbe = { kind: 'datagram', preset: 'custom', send: '01{a:4}', expect: '^02{a}$' };

/** Why a probe is refused, field by field. */
function refusals(change: Partial<DatagramProbe>): string[] {
  return validateProbe({ ...GOOD, ...change }).map(({ field, cause }) => `${field}: ${cause}`);
}

describe('validateProbe', () => {
  test('accepts a good probe', () => {
    expect(validateProbe(GOOD)).toEqual([]);
    expect(refusals({ expect: '^(02|03)[0-9a-f]{2,4}?.+{a}', checks: { synced: '^0[1-9]' }, padTo: 20 })).toEqual([]);
  });

  test.each<[string, Partial<DatagramProbe>, RegExp]>([
    ['an odd number of digits', { send: '01{a:4}0' }, /^send: the hex digit at character 7 is alone/],
    ['capital digits', { send: '0A{a:4}' }, /^send: .* neither a byte in lower-case hex/],
    ['a placeholder without a size', { send: '01{a}' }, /^send: \{a\} has no size/],
    ['a size given twice', { send: '{a:4}{a:4}' }, /^send: \{a\} is given a size twice/],
    ['an empty payload', { send: '', expect: '^02' }, /^send: an empty datagram asks nothing/],
    ['1401 bytes', { send: `${'00'.repeat(1397)}{a:4}` }, /^send: it has 1401 bytes/],
    ['padding to less than the payload', { padTo: 4 }, /^padTo: the payload has 5 bytes/],
    ['padding beyond the longest datagram', { padTo: 1401 }, /^padTo: /],
    ['an empty pattern', { expect: '' }, /^expect: an empty pattern passes every answer/],
    ['a pattern over bytes that are not sent', { expect: '^{b}' }, /^expect: \{b\} is not in the payload/],
    ['an open group', { expect: '^(02' }, /^expect: it is no regular expression/],
    ['an open set', { expect: '^[02' }, /^expect: '\[02' at character 1/],
    ['a class that only one language knows', { expect: '^\\x02' }, /^expect: '\\x02' at character 1/],
    ['a look-behind', { expect: '(?<=02)03' }, /nothing to repeat/],
    ['a possessive repetition', { expect: '^0++' }, /^expect: '\+' at character 3 has nothing to repeat/],
    ['a repetition of nothing', { expect: '*02' }, /^expect: '\*' at character 0 has nothing to repeat/],
    ['a repetition of random bytes, whose end only one language sees', { expect: '^{a}+' }, /nothing to repeat/],
    ['a bad check', { checks: { synced: '^{b}' } }, /^checks.synced: \{b\} is not in the payload/],
    ['a check with the name of a verdict', { checks: { mismatch: '^02' } }, /^checks.mismatch: the name of a check/],
    ['no port', { sourcePort: 70000 }, /^sourcePort: it is no port number/],
    [
      'RADIUS without a Message-Authenticator',
      { radius: { secret: { source: 'ssm', parameterName: '/s' } } },
      /^send: a signed RADIUS probe needs a Message-Authenticator/,
    ],
  ])('refuses %s', (_, change, cause) => {
    const found = refusals(change);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(cause);
  });
});

describe('resolveProbe', () => {
  test('gives a preset by name or alias', () => {
    expect(resolveProbe({ preset: 'turn' }).probe).toMatchObject({ kind: 'datagram', preset: 'stun' });
    expect(resolveProbe({ preset: 'wireguard' }).probe).toEqual({ kind: 'socket' });
  });

  test('asks a DNS server for a name of its own', () => {
    const { probe } = resolveProbe({ preset: 'dns', dnsName: 'www.example.test' });
    expect(probe).toMatchObject({
      send: '{a:2}0000000100000000000003777777076578616d706c6504746573740000010001',
      expect: '^{a}[89a-f]..0',
    });
  });

  test('turns text into a custom probe', () => {
    const { probe } = resolveProbe({ preset: 'custom', sendText: 'ping {a:4x}\n', expectText: 'pong {a}' });
    expect(probe).toEqual({ kind: 'datagram', preset: 'custom', send: '70696e6720{a:4x}0a', expect: '^706f6e6720{a}' });
    const question = ask(probe as DatagramProbe);
    expect(question.payload.toString()).toMatch(/^ping [0-9a-f]{8}\n$/);
    const answer = Buffer.from(question.payload.toString().replace('ping', 'pong'));
    expect(judge(probe as DatagramProbe, question, answer)).toBe('ok');
  });

  test('gives RADIUS its secret and sends it over loopback', () => {
    const secret = { source: 'ssm', parameterName: '/radius' } as const;
    expect(resolveProbe({ preset: 'radius', secret }).probe).toMatchObject({ target: 'loopback', radius: { secret } });
  });

  test('warns of TFTP', () => {
    expect(resolveProbe({ preset: 'tftp' }).warnings.join()).toMatch(/new port/);
  });

  test.each([
    [{ preset: 'mdns' }, 'preset', /multicast/, /dns/],
    [{ preset: 'bootp' }, 'preset', /broadcast/, /relay/],
    [{ preset: 'dsn' }, 'preset', /no such preset/, /Use one of dns, ntp/],
    [{ preset: 'radius' }, 'secret', /signed/, /127\.0\.0\.1 with the same shared secret/],
    [{ preset: 'dns', send: '00' }, 'send', /brings its own/, /custom/],
    [{ preset: 'ntp', dnsName: 'a.b' }, 'dnsName', /asks for no name/, /Remove/],
    [{ preset: 'dns', dnsName: 'a..b' }, 'dnsName', /no domain name/, /labels/],
    [{ preset: 'syslog', sourcePort: 1 }, 'sourcePort', /sends nothing/, /Remove/],
    [{ preset: 'custom', send: '{a:4}' }, 'expect', /what is expected/, /expectText/],
    [{ preset: 'custom', send: '{a:4}', sendText: 'x', expect: '^{a}' }, 'sendText', /says it already/, /one of them/],
    [{ preset: 'custom', send: 'zz', expect: '^00' }, 'send', /lower-case hex/, /two lower-case/],
  ])('refuses %j', (input, field, cause, remedy) => {
    const { probe, problems } = resolveProbe(input);
    expect(probe).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0].field).toBe(field);
    expect(problems[0].cause).toMatch(cause);
    expect(problems[0].remedy).toMatch(remedy);
  });
});

describe('the gate, in Python, judges as this package does', () => {
  interface Case {
    readonly name: string;
    readonly probe: DatagramProbe;
    readonly payload: string;
    readonly sent: Record<string, string>;
    readonly answer: string;
    readonly verdict: string;
  }

  function cases(): Case[] {
    const probes = PRESETS.filter(({ kind }) => kind === 'datagram').flatMap(({ name }) => {
      const signed = name.startsWith('radius') ? { secret: { source: 'ssm', parameterName: '/s' } as const } : {};
      const { probe } = resolveProbe({ preset: name, ...signed });
      return probe?.kind === 'datagram' ? [{ name, probe }] : [];
    });
    const patterns: DatagramProbe[] = [
      '^0[^1-3]+?(?:a|b){2,}$',
      '^(0(1|2))*f?{a}',
      '(?=01)01.',
      '(?!01)0[0-9]{1,3}$',
      '^.{4,}?ff|^00',
    ].map((expect) => ({ ...GOOD, expect }));
    const answers = ['', '00', '0102', '0204abab', '010203ff', '02ff'];
    return [
      ...probes.flatMap(({ name, probe }) => {
        const secret = probe.radius ? SECRET : undefined;
        const question = ask(probe, secret);
        const good = ANSWERS[name](question.payload);
        const bad = Buffer.from(good);
        bad[good.length - 1] ^= 0xff;
        const cut = good.subarray(0, good.length - 1);
        return [good, bad, cut, question.payload, Buffer.alloc(0)].map((answer) => ({
          name,
          probe,
          payload: question.payload.toString('hex'),
          sent: Object.fromEntries(question.sent),
          answer: answer.toString('hex'),
          verdict: judge(probe, question, answer, secret),
        }));
      }),
      ...patterns.flatMap((probe) => {
        const question = ask(probe);
        return [...answers, `0201${question.sent.get('a')}`].map((answer) => ({
          name: probe.expect,
          probe,
          payload: question.payload.toString('hex'),
          sent: Object.fromEntries(question.sent),
          answer,
          verdict: judge(probe, question, Buffer.from(answer, 'hex')),
        }));
      }),
    ];
  }

  const PROGRAM = [
    'import sys, json',
    `sys.path.insert(0, ${JSON.stringify(join(__dirname, '..', '..', 'blueprint', 'health'))})`,
    'import gate',
    'for case in json.load(sys.stdin):',
    '    secret = b"testing123" if "radius" in case["probe"] else b""',
    '    probe = gate.Probe(case["probe"], "", secret)',
    '    own, _ = probe.render()',
    '    fault = probe.fault(bytes.fromhex(case["answer"]), bytes.fromhex(case["payload"]), case["sent"])',
    '    print(len(own), fault or "ok")',
  ].join('\n');

  test('on every preset and on the whole pattern language', () => {
    const all = cases();
    expect(all.length).toBeGreaterThan(150);
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(new Set(['ok', 'mismatch', 'authenticator']));
    const { stdout, stderr, status } = spawnSync('python3', ['-B', '-c', PROGRAM], {
      input: JSON.stringify(all),
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const verdicts = stdout.trim().split('\n');
    expect(verdicts).toEqual(all.map(({ payload, verdict }) => `${payload.length / 2} ${verdict}`));
  });
});
