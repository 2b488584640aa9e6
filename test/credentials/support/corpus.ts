// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of shells and of CloudFormation
import { jsonWebToken, pem, Random } from './construct';

/** A variable or a command, with what tells it in a report of a test. */
export type Sample =
  | { readonly title: string; readonly name: string; readonly value: string }
  | { readonly title: string; readonly command: readonly string[] };

const variable = (issuer: string, name: string, value: string): Sample => ({
  title: `${issuer}: ${name}`,
  name,
  value,
});
const command = (issuer: string, ...parts: string[]): Sample => ({ title: `${issuer}: ${parts[0]}`, command: parts });

/** 60 credentials of 30 issuers and kinds; names that tell nothing wherever the form tells by itself. */
export function credentials(): readonly Sample[] {
  const r = new Random(12);
  const serviceAccount = JSON.stringify({
    type: 'service_account',
    project_id: 'dns-1',
    private_key: pem(r, `PRIVATE ${'KEY'}`),
    client_email: 'dns@dns-1.iam.gserviceaccount.com',
  });
  const password = `Tr0ub4${r.text('alphanumeric', 6)}`;
  return [
    variable('AWS', 'UPLOAD_ID', `AKIA${r.text('base32', 16)}`),
    variable('AWS', 'SESSION', `ASIA${r.text('base32', 16)}`),
    variable('AWS', 'AWS_SECRET_ACCESS_KEY', r.text('base64', 40)),
    command('AWS', 'sync', '--secret-key', r.text('base64', 40)),
    variable('GitHub', 'REPO_ACCESS', `ghp_${r.text('alphanumeric', 36)}`),
    variable('GitHub', 'REPO_ACCESS', `github_pat_${r.text('alphanumeric', 22)}_${r.text('alphanumeric', 59)}`),
    variable('GitHub', 'REPO_ACCESS', `ghs_${r.text('alphanumeric', 36)}`),
    command('GitHub', 'git', 'clone', `https://x-access-token:gho_${r.text('alphanumeric', 36)}@github.com/acme/dns`),
    variable('GitLab', 'REPO_ACCESS', `glpat-${r.text('url', 20)}`),
    variable('GitLab', 'DEPLOY', `gldt-${r.text('url', 20)}`),
    variable('Slack', 'NOTIFY', `xoxb-${r.text('digits', 12)}-${r.text('digits', 12)}-${r.text('alphanumeric', 24)}`),
    variable(
      'Slack',
      'NOTIFY',
      `https://hooks.slack.com/services/T${r.text('upper', 8)}/B${r.text('upper', 8)}/${r.text('alphanumeric', 24)}`,
    ),
    variable('Stripe', 'BILLING', `sk_live_${r.text('alphanumeric', 24)}`),
    variable('Stripe', 'BILLING', `rk_test_${r.text('alphanumeric', 24)}`),
    variable('Twilio', 'SMS', `SK${r.text('hex', 32)}`),
    variable('Twilio', 'TWILIO_AUTH_TOKEN', r.text('hex', 32)),
    variable('SendGrid', 'MAIL', `SG.${r.text('url', 22)}.${r.text('url', 43)}`),
    variable('npm', 'REGISTRY', `npm_${r.text('alphanumeric', 36)}`),
    command('npm', 'sh', '-c', `npm config set //registry.npmjs.org/:_authToken=npm_${r.text('alphanumeric', 36)}`),
    variable('PyPI', 'UPLOAD', `pypi-AgEIcHlwaS5vcmc${r.text('url', 120)}`),
    variable('OpenAI', 'MODEL', `sk-proj-${r.text('url', 48)}`),
    variable('OpenAI', 'MODEL', `sk-${r.text('alphanumeric', 48)}`),
    variable('Anthropic', 'MODEL', `sk-ant-api03-${r.text('url', 93)}AA`),
    variable('Google', 'MAPS', `AIza${r.text('url', 35)}`),
    variable('Google', 'GCP', serviceAccount),
    variable('Google', 'GCP', Buffer.from(serviceAccount).toString('base64')),
    variable(
      'Azure',
      'STORAGE',
      `DefaultEndpointsProtocol=https;AccountName=dns;AccountKey=${r.base64(64)};EndpointSuffix=core.windows.net`,
    ),
    variable(
      'Azure',
      'BLOB',
      `https://dns.blob.core.windows.net/z?sv=2024-11-04&se=2027-01-01&sr=c&sp=r&sig=${encodeURIComponent(r.base64(32))}`,
    ),
    variable('Azure', 'AD', `${r.text('alphanumeric', 3)}8Q~${r.text('url', 34)}`),
    variable('Datadog', 'DD_API_KEY', r.text('hex', 32)),
    command('Datadog', 'agent', `--api-key=${r.text('hex', 32)}`),
    variable('New Relic', 'NEW_RELIC_LICENSE_KEY', `${r.text('hex', 36)}NRAL`),
    variable('New Relic', 'MONITOR', `NRAK-${r.text('upper', 27)}`),
    variable('Cloudflare', 'CLOUDFLARE_API_TOKEN', r.text('url', 40)),
    variable('DigitalOcean', 'DROPLETS', `dop_v1_${r.text('hex', 64)}`),
    variable('Heroku', 'HEROKU_API_KEY', r.uuid()),
    variable('Mailgun', 'MAIL', `key-${r.text('hex', 32)}`),
    variable('Telegram', 'BOT', `${r.text('digits', 10)}:AA${r.text('url', 33)}`),
    variable('Discord', 'HOOK', `https://discord.com/api/webhooks/${r.text('digits', 18)}/${r.text('url', 68)}`),
    variable('Discord', 'BOT', `MT${r.text('alphanumeric', 24)}.G${r.text('alphanumeric', 5)}.${r.text('url', 38)}`),
    variable('private key', 'TLS', pem(r, `RSA PRIVATE ${'KEY'}`)),
    variable('private key', 'SSH', pem(r, `OPENSSH PRIVATE ${'KEY'}`).replaceAll('\n', '\\n')),
    variable('JSON Web Token', 'GREETING', jsonWebToken(r)),
    command('JSON Web Token', 'curl', '-H', `Authorization: Bearer ${jsonWebToken(r)}`, 'https://api.example.com'),
    variable('PostgreSQL', 'DATABASE', `postgres://dns:${password}@db.example.com:5432/zones`),
    variable('MySQL', 'DATABASE', `mysql://root:${password}@10.0.0.7/zones`),
    variable('MongoDB', 'DATABASE', `mongodb+srv://dns:${password}@cluster0.example.net/zones?retryWrites=true`),
    variable('AMQP', 'BROKER', `amqps://dns:${password}@mq.example.com//`),
    variable('Redis', 'CACHE', `redis://:${password}@cache.example.com:6379/0`),
    variable('SQL Server', 'DATABASE', `Server=tcp:db.example.com,1433;User ID=dns;Password=${password};Encrypt=True`),
    variable('basic authentication', 'UPSTREAM', `https://dns:${password}@api.example.com/zones`),
    command('basic authentication', 'curl', '-u', `dns:${password}`, 'https://api.example.com'),
    variable('password', 'DB_PASSWORD', 'hunter2'),
    variable('password', 'RADIUS_SHARED_SECRET', 'testing123'),
    variable('password', 'SIP_PASS', `s1p-${r.text('lower', 6)}`),
    variable('password', 'wifiPassphrase', 'correct horse battery staple'),
    command('password', 'radiusd', `--password=${password}`),
    command('password', 'mysql', '-u', 'root', `-p${password}`),
    command('password', 'sshpass', '-p', password, 'ssh', 'dns@10.0.0.7'),
    variable('password', 'CONFIG', `user: dns\npassword: changeme\n`),
  ];
}

/** 60 values that are none. */
export function harmless(): readonly Sample[] {
  const r = new Random(21);
  const ok = (name: string, value: string): Sample => ({ title: `${name}=${value}`, name, value });
  const run = (...parts: string[]): Sample => ({ title: parts.join(' '), command: parts });
  return [
    ok('AUTH_ENABLED', 'true'),
    ok('REQUIRE_TOKEN', 'false'),
    ok('API_TOKEN', 'optional'),
    ok('USE_PASSWORD', 'no'),
    ok('TOKEN_TTL', '3600'),
    ok('PASSWORD_MIN_LENGTH', '12'),
    ok('PASSWORD_POLICY', 'upper,lower,digits'),
    ok('MAX_TOKENS', '4096'),
    ok('KEY_FILE', '/run/secrets/tls.key'),
    ok('DB_PASSWORD_FILE', '/run/secrets/db-password'),
    ok('SECRET_NAME', 'dns/prod/database'),
    ok('DB_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dns/token-AbCdEf'),
    ok('DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dns/token-AbCdEf'),
    ok('TOKEN_URL', 'https://login.example.com/oauth2/token'),
    ok('OAUTH_TOKEN', 'https://login.example.com/oauth2/token'),
    ok('PWD', '/srv/app'),
    ok('OLDPWD', '/'),
    ok('PASSWORD_HASH', 'argon2id'),
    ok('CREDENTIALS', 'include'),
    ok('AUTH_METHOD', 'scram-sha-256'),
    ok('GRANT_TYPE', 'client_credentials'),
    ok('DB_PASSWORD', '${DB_PASSWORD}'),
    ok('API_KEY', '{{resolve:secretsmanager:dns/token}}'),
    ok('SNMP_COMMUNITY', 'public'),
    ok('PARTITION_KEY', 'tenantId'),
    ok('ROUTING_KEY', 'orders.created'),
    ok('PUBLIC_KEY', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${r.text('base64', 43)} dns@example`),
    ok('JWT_PUBLIC_KEY', pem(r, 'PUBLIC KEY')),
    ok('CA', pem(r, 'CERTIFICATE')),
    ok('GIT_COMMIT', r.text('hex', 40)),
    ok('DATADOG_COMMIT', r.text('hex', 40)),
    ok('IMAGE', `ghcr.io/acme/dns@sha256:${r.text('hex', 64)}`),
    ok('IMAGE_DIGEST', `sha256:${r.text('hex', 64)}`),
    ok('INTEGRITY', `sha512-${r.base64(64)}`),
    ok('TENANT_ID', r.uuid()),
    ok('HEROKU_APP_ID', r.uuid()),
    ok('TRACE', `00-${r.text('hex', 32)}-${r.text('hex', 16)}-01`),
    ok('DATABASE', 'postgres://db.example.com:5432/zones'),
    ok('DATABASE', 'postgres://dns@db.example.com:5432/zones?sslmode=require'),
    ok('DATABASE', 'postgres://dns:${PASSWORD}@db.example.com/zones'),
    ok('SENTRY_DSN', `https://${r.text('hex', 32)}@o1.ingest.sentry.io/42`),
    ok('UPSTREAM', 'https://api.example.com:8443/v1?page=2&pageToken=next'),
    ok('ZONES', Buffer.from('example.com. 3600 IN A 192.0.2.1\nexample.net. 3600 IN A 192.0.2.2').toString('base64')),
    ok('ICON', r.base64(96)),
    ok('FEATURE_FLAGS', 'tokenCache=on,passwordReset=off,secretRotation=true'),
    ok('CONFIG', '{"auth":{"enabled":true,"tokenTtl":3600,"passwordFile":"/run/secrets/db"}}'),
    ok('CONFIG', 'listen: 0.0.0.0:5353\nlog: info\nauth: none\n'),
    ok('MOTD', 'Password: ask the operator of the service'),
    ok('PASSENGER_COUNT', '5'),
    ok('BYPASS_CACHE', 'yes'),
    ok('KEYBOARD', 'de'),
    ok('SSH_HOST_KEY_ALGORITHMS', 'ssh-ed25519,rsa-sha2-512'),
    ok('STRIPE_PUBLISHABLE', `pk_live_${r.text('alphanumeric', 24)}`),
    ok('TWILIO_ACCOUNT_SID', `AC${r.text('hex', 32)}`),
    run('named', '-g', '-p', '5353', '-c', '/etc/bind/named.conf'),
    run('coredns', '-conf', '/etc/Corefile', '--dns.port=5353'),
    run('dnsdist', '--password-file=/run/secrets/console', '--token-ttl', '60'),
    run('sh', '-c', 'exec radiusd -f -l stdout --secret "$RADIUS_SECRET"'),
    run('curl', '-H', 'Authorization: Bearer ${TOKEN}', 'https://api.example.com'),
    run('app', '--user', '10001:10001', '-p', '5353:5353/udp', '--auth=none'),
  ];
}
