import { credentialsInCommand, findCredential } from '../../src/credentials';
import { credentialsInData } from '../../src/credentials/options';
import { Random } from './support/construct';

const r = new Random(4711);
const password = `Wint3r-${r.text('alphanumeric', 5)}`;

test.each<[string, string]>([
  ['OKTA', `SSWS 00${r.text('url', 40)}`],
  ['HEADER', `Authorization: GenieKey ${r.uuid()}`],
  ['HEADER', `Authorization: Splunk ${r.uuid()}`],
  ['SESSION', `IQoJb3JpZ2luX2VjE${r.text('base64', 300)}`],
  ['MAP', `sk.eyJ1IjoiYWNtZSIsImEiOiJi${r.text('alphanumeric', 20)}.${r.text('url', 22)}`],
  ['SEED', `SUA${r.text('base32', 55)}`],
  ['OVPN', `-----BEGIN OpenVPN Static ${'key'} V1-----\n${r.text('hex', 32)}\n`],
  ['PAGER', `https://events.pagerduty.com/integration/${r.text('hex', 32)}/enqueue`],
  ['LOGS', `https://endpoint1.collection.eu.sumologic.com/receiver/v1/http/${r.text('alphanumeric', 80)}==`],
  ['NETRC', `machine api.example.com login dns password ${password}`],
  ['NAMED', `key "ddns" { algorithm hmac-sha256; secret "${r.base64(32)}"; };`],
  ['REDIS_OPTS', `--requirepass ${password}`],
])('a credential in %s is found', (name, value) => {
  expect(findCredential(name, value)).toBeDefined();
});

test.each<[readonly string[]]>([
  [['curl', '-sSu', `dns:${password}`, 'https://example.com']],
  [['curl', `-udns:${password}`, 'https://example.com']],
  [['dig', '-y', `ddns:${r.base64(32)}`, 'example.com']],
  [['nsupdate', '-y', `hmac-sha256:ddns:${r.base64(32)}`]],
  [['radclient', '-x', '10.0.0.1:1812', 'auth', password]],
  [['radtest', 'bob', password, '10.0.0.1', '0', 'testing123']],
  [['eapol_test', '-a', '10.0.0.1', '-s', password]],
  [['unzip', '-P', password, 'a.zip']],
  [['sshpass', '-p', '12345', 'ssh', 'a@b']],
  [['gosu', 'dns', 'redis-cli', '-a', password]],
  [['timeout', '5', 'redis-cli', '-a', password]],
  [['dumb-init', '--', 'redis-cli', '-a', password]],
])('a credential of a program is found: %j', (command) => {
  expect(credentialsInCommand(command)).not.toEqual([]);
});

test('a credential in a command is found by the entry point before it', () => {
  const places = { maps: new Set<string>(), commands: new Set(['command', 'entryPoint']), ignored: new Set<string>() };
  const application = { entryPoint: ['redis-server', '--requirepass'], command: [password] };
  expect([...credentialsInData({ application }, places)].map(({ path }) => path)).toEqual(['application.command[0]']);
});

test.each<[string, string]>([
  ['QUERY', 'SELECT * FROM users WHERE password = :password'],
  ['LOG_FORMAT', 'time=%t token=%T user=%u'],
  ['AUTH_URL', 'https://example.com/login?token={token}'],
])('a placeholder in %s is none', (name, value) => {
  expect(findCredential(name, value)).toBeUndefined();
});

test.each<[readonly string[]]>([
  [['docker', 'run', '-p', '53:53/udp', 'dns']],
  [['mongod', '-p', '27017']],
  [['sh', '-c', 'PASSWORD=`cat /run/secrets/pw` exec app']],
  [['curl', '--user-agent', 'dns:probe', 'https://example.com']],
  [['radclient', '-S', '/run/secrets/radius', '10.0.0.1', 'status', '$SECRET']],
])('a port or a reference is none: %j', (command) => {
  expect(credentialsInCommand(command)).toEqual([]);
});
