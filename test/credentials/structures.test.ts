import { deflateSync, gzipSync } from 'node:zlib';
import { credentialsInCommand, findCredential } from '../../src/credentials';
import { DEEPEST_CODE, MOST_DECODED } from '../../src/credentials/decoding';
import { inflate } from '../../src/credentials/inflate';
import { unseenIn, unseenInCommand } from '../../src/credentials/unseen';
import { Random } from './support/construct';

const r = new Random(99);
const pw = `Wint3r-${r.text('alphanumeric', 5)}`;
const token = `ghp_${r.text('alphanumeric', 36)}`;
const base64 = (content: string | Buffer, times = 1): string =>
  times === 0 ? content.toString() : base64(Buffer.from(content).toString('base64'), times - 1);

test.each<[string, string]>([
  ['a block of YAML', `password: |\n  ${pw}\n`],
  ['a folded block of YAML', `db:\n  password: >-\n    ${pw}\n`],
  ['three quotes of TOML', `password = """\n${pw}"""`],
  ['three single quotes of TOML', `password = '''${pw}'''`],
  ['an element of XML', `<password>${pw}</password>`],
  ['an attribute of XML', `<db password="${pw}"/>`],
  ['a pair of attributes', `<add key="DbPassword" value="${pw}"/>`],
  ['an element with a name', `<property name="db.password">${pw}</property>`],
  [
    'a pair of JSON',
    JSON.stringify([
      { name: 'A', value: 'b' },
      { name: 'DB_PASSWORD', value: 'hunter2' },
    ]),
  ],
  ['a pair of JSON, turned round', JSON.stringify({ value: pw, name: 'DB_PASSWORD' })],
  ['a pair of YAML', `env:\n- name: DB_PASSWORD\n  value: ${pw}\n`],
  ['a pair of CloudFormation', `ParameterKey=DbPassword,ParameterValue=${pw}`],
  ['JSON in JSON', JSON.stringify(JSON.stringify({ password: pw }))],
  ['a role of SQL', `ALTER USER dns WITH PASSWORD '${pw}';`],
  ['a user of SQL', `CREATE USER 'dns'@'%' IDENTIFIED BY '${pw}';`],
  ['a call of PHP', `define('DB_PASSWORD', '${pw}');`],
  ['a file of Redis', `port 6379\nrequirepass ${pw}\n`],
  ['a file of SNMP', `rocommunity ${pw}`],
  ['a device', `username admin secret 5 ${pw}`],
  ['a shell in a shell', `sh -c "sh -c 'redis-cli -a ${pw}'"`],
  ['Base64, twice', base64(token, 2)],
  ['Base64, as often as is looked at', base64(`password=${pw}`, DEEPEST_CODE)],
  ['hexadecimal digits', Buffer.from(`password=${pw}`).toString('hex')],
  ['gzip', base64(gzipSync(`listen: 53\npassword: ${pw}\n`))],
  ['gzip with a name, in blocks of many', base64(gzipSync(`zone: a\npassword: ${pw}\n`.repeat(500)))],
  ['gzip that packs nothing', base64(gzipSync(`password: ${pw}`, { level: 0 }))],
  ['zlib', base64(deflateSync(`upstream: 192.0.2.1\ntoken: ${token}\n`))],
  ['Base64 in gzip', base64(gzipSync(base64(`secret: "${pw}"`)))],
  ['text of Windows', base64(Buffer.from(`$password='${pw}'`, 'utf16le'))],
  ['lines of Base64', base64(`${'zone: example.com\n'.repeat(8)}password: ${pw}\n`).replace(/.{76}/g, '$&\n')],
  ['a script in Base64', base64(`#!/bin/sh\nmysql -uroot -p${pw} -e 'select 1'\n`)],
])('a credential in %s is found', (_form, value) => {
  expect(findCredential('CONFIG', value)).toBeDefined();
});

test.each([
  'contraseña',
  'CONTRASENA',
  'DB_CONTRASEÑA',
  'MOT_DE_PASSE',
  'motDePasse',
  'HASLO',
  'hasło',
  'PASSWORT',
  'DBPASSWORT',
  'SENHA',
  'DB_SENHA',
  'WACHTWOORD',
  'lösenord',
  'PAROLA',
  'heslo',
  'SIFRE',
  'пароль',
  'パスワード',
  '비밀번호',
])('a password under the name %s is found', (name) => {
  expect(findCredential(name, pw)).toBeDefined();
  expect(findCredential('CONFIG', `{"${name}":"${pw}"}`)).toBeDefined();
  expect(findCredential(name, `\${${'PASSWORD'}}`)).toBeUndefined();
});

test('a token as the name of a label or a tag is found', () => {
  expect(findCredential(token, '')).toBeDefined();
  expect(findCredential(token, 'true')?.kind).not.toContain(token);
});

test.each<[readonly string[]]>([
  [['sh', '-c', `bash -c "redis-cli -a ${pw}"`]],
  [['sh', '-c', `sh -c 'sh -c "echo ${pw} | docker login --password-stdin"'`]],
  [['sh', '-c', `echo ${pw} > /run/secrets/db_password`]],
  [['sh', '-c', `printf '%s' '${pw}' | sudo -S id`]],
  [['sh', '-c', `chpasswd <<< root:${pw}`]],
  [['kubectl', 'exec', 'dns', '--', 'mysql', `-p${pw}`]],
  [['aws', 'configure', 'set', 'aws_secret_access_key', r.text('base64', 40)]],
  [['sqlplus', `dns/${pw}@db`]],
  [['vault', 'operator', 'unseal', r.base64(33)]],
])('a credential in a line within a command is found: %j', (command) => {
  expect(credentialsInCommand(command)).not.toEqual([]);
});

test.each<[string, string]>([
  ['a block with a reference', `password: |\n  \${${'PASSWORD'}}\n`],
  ['an element with a reference', `<password>\${${'password'}}</password>`],
  [
    'a pair with an ARN',
    JSON.stringify([
      { name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:x' },
      { name: 'B', value: 'c' },
    ]),
  ],
  ['a pair about a token', JSON.stringify({ name: 'TOKEN_TTL', value: '3600' })],
  ['a parameter of SQL', 'ALTER USER dns WITH PASSWORD :password'],
  ['a sentence in Base64', base64('Hello. This is a text about nothing at all.')],
  ['an action with its version', 'acme/dns@1.2.3 actions/checkout@v4 ghcr.io/acme/dns@sha256:0af1'],
  ['a picture', base64(Buffer.from(Array.from({ length: 90 }, (_, index) => (index * 37) % 256)))],
])('no credential is seen in %s', (_form, value) => {
  expect(findCredential('CONFIG', value)).toBeUndefined();
  expect(unseenIn(value)).toBeUndefined();
});

describe('what is not looked into is told', () => {
  test.each<[string, string, string]>([
    ['encoded once more than is looked at', base64(`password=${pw}`, DEEPEST_CODE + 1), 'encoded more than 4 times'],
    ['unpacked too large', base64(gzipSync('a'.repeat(MOST_DECODED + 1))), `more than ${MOST_DECODED} characters`],
    ['broken', base64(gzipSync(`password: ${pw}\n`.repeat(9)).subarray(0, 30)), 'broken'],
    ['packed with zstd', base64(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...Buffer.from('x'.repeat(20))])), 'zstd'],
  ])('%s', (_form, value, reason) => {
    expect(unseenIn(value)).toContain(reason);
    expect(unseenInCommand(['dns', '--config', value])).toContain(reason);
    expect(unseenIn(value)).not.toContain(value.slice(0, 20));
  });
});

test('what was packed is unpacked whole, and never more than is allowed', () => {
  for (const level of [0, 1, 6, 9]) {
    const content = Buffer.from(r.text('alphanumeric', 3000) + 'abc'.repeat(2000));
    const packed = deflateSync(content, { level });
    expect(inflate(packed, 2, 20_000)).toEqual({ bytes: Uint8Array.from(content) });
    expect(inflate(packed, 2, 100)).toEqual({ problem: 'too large' });
    expect(inflate(packed.subarray(0, 50), 2, 20_000)).toEqual({ problem: 'broken' });
  }
});
