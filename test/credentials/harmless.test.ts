import { credentialsInCommand, findCredential } from '../../src/credentials';

test.each<[string, string]>([
  ['TARGET', 'dns-prod-ServiceLoadBalancerTargetGroupB4C5D6E7'],
  ['ROLE', 'dns-prod-DeployRole1A2B3C4D-1QAZ2WSX3EDC'],
  ['CACHE_REGION_KEY', 'ProductionDatabase1'],
  ['ORDERS_KEY', 'Orders-Created-V2-Topic'],
  ['SESSION_COOKIE', '__Host-session-v2'],
  ['USERS', 'alice:editor1,bob:admin2'],
  ['ACCOUNTS', 'prod:111122223333,dev:444455556666'],
  ['SERVICE_ACCOUNT', 'system:serviceaccount:dns:default'],
  ['DB_PASSWORD_SECRET', 'prod-dns-db'],
  ['DB_SECRET', 'my-app/prod/db'],
  ['TXT_TOKEN', '_acme-challenge.example.com'],
  ['PASSWORD_POLICY', 'min:12,upper:1,digit:1'],
  ['TLS_CIPHERS', 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384'],
  ['WEBHOOK_URL', 'https://example.com/webhooks/github'],
  ['ERRORS', '{"password":"The password is too short"}'],
  ['I18N', '{"password":"Passwort","token":"Token"}'],
  ['FIELDS', '["password","secret","token"]'],
  ['TEMPLATE', '{"password":"{{password}}"}'],
  ['CLAVE_PRIMARIA', 'id'],
  ['MOT_DE_PASSE_LONGUEUR', '12'],
  ['CSV', 'name,password\nalice,\n'],
  ['XML', '<auth><password/><token></token></auth>'],
])('%s=%s is no credential', (name, value) => {
  expect(findCredential(name, value)).toBeUndefined();
});

test.each<[readonly string[]]>([
  [['app', 'set', 'password-policy', 'strict1']],
  [['sh', '-c', 'echo ok > /tmp/token-ready']],
  [['sh', '-c', 'echo hello | tee x']],
  [['sh', '-c', 'echo $PW | chpasswd']],
  [['sudo', '-u', 'dns', 'app']],
  [['dnsdist', '-C', '/etc/dnsdist.conf', '-k', '/run/key']],
  [['sipp', '-s', '100', '-p', '5060']],
  [['host', '-t', 'A', 'example.com']],
  [['wget', '-U', 'Mozilla/5.0', 'https://example.com']],
  [['imp', 'file=a/b2.dmp']],
  [['net', 'use', 'z:']],
  [['snmpget', '-v2c', '-c', 'public', '10.0.0.1']],
])('%j holds no credential', (command) => {
  expect(credentialsInCommand(command)).toEqual([]);
});
