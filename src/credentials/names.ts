/**
 * What the name of a value says of it. A name is read as words, however they are joined: `DB_PASSWORD`, `dbPassword`,
 * `db-password`, `DBPASSWORD`.
 *
 * - `password`: a person chose the value, so that any word may be one
 * - `secret`: a program made or shares the value
 * - `key`: a key of an unknown kind, which only a random value makes a credential
 * - `metadata`: the name speaks of a credential and means something else: where it lies, how long it lives
 * - `none`: the name speaks of nothing
 */
export type NameMeaning = 'password' | 'secret' | 'key' | 'metadata' | 'none';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const PASSWORDS =
  words(`password passwords passwd passwds passwrd passphrase passphrases passcode passcodes pwd pwds pass
  pw psw pswd psk kennwort passwort`);

const SECRETS = words(`secret secrets token tokens apikey apikeys credential credentials creds cred bearer jwt pat tsig
  authkey sharedkey secretkey privatekey accesskey masterkey authtoken accesstoken refreshtoken apitoken presharedkey
  signingkey encryptionkey authorization community pepper keytab otpauth totp passkey`);

/** What makes a key a credential. */
const SECRET_KEYS = words(`api access secret private signing sign signature encryption encrypt decryption decrypt
  crypto master auth authentication authorization shared preshared psk account storage service app application server
  session hmac cookie jwt jwk jws jwe root admin deploy deployment ssh tls ssl license licence licensing ingest ingestion
  integration write read rest user client pre host wireguard wg tsig rndc dnssec ipsec snmp radius aes rsa ecdsa ed25519
  fernet cipher webhook functions function subscription bot security`);

/** What makes a key, a token or a pass something else. */
const HARMLESS_QUALIFIERS = words(`public pub publishable partition sort primary foreign cache object bucket index
  hash range lookup translation i18n hot shortcut composite natural surrogate row column flag feature group grouping
  message event host field map dictionary json yaml config registry max min total num number per prompt completion
  input output next page pagination continuation csrf xsrf boarding ski high low band by compass bus kms cmk`);

/** What follows a secret's word where something about it is told, and not itself. */
const METADATA = words(`file files filename path paths dir directory folder mount volume location name names id ids arn
  arns url urls uri uris endpoint endpoints host hosts hostname domain port ttl timeout expiry expire expires expiration
  lifetime duration interval period seconds secs sec s minutes hours days ms millis age length len size bytes bits min max
  minimum maximum limit limits count counts number rate policy policies rotation rotate rotated enabled enable disabled
  disable required require optional allowed allow denied supported type types kind algorithm algorithms alg algo format
  formats encoding prefix suffix header headers field fields param parameter parameters version versions provider
  providers source sources store backend backends engine manager manage audience aud issuer iss scope scopes cache cached
  cost rounds iterations fingerprint thumbprint checksum mode modes method methods ref refs reference references username
  usernames user users login email region role roles service services index attempts retries retry validation validate
  validator validity verify verification regex pattern charset chars characters strength complexity hint hints label title
  text placeholder message prompt reset change changed forgot page route status state exists available present db database
  table column schema vault bucket usage owner created updated at date time timestamp day leeway skew grace refresh
  renewal renew flow grant strategy driver class handler function plugin module script command cmd helper extension
  extensions space spaces through phrase fail failed rotationdays budget window granularity tokenizer alias aliases
  kid namespace group groups family signature claim claims tool introspection exchange based less sha commit digest
  server model topic queue stream channel zone environment`);

/** What may stand behind a credential's word and changes nothing. */
const INDIFFERENT = words(`value values val string str text plain plaintext cleartext raw data base b64 base64 hex prod
  production dev development stage staging test testing qa uat live old new current previous prev next primary secondary
  default main backup ro rw readonly override my the a b c`);

/** Endings that are joined without a border: `DBPASS`, `RADIUSSECRET`. */
const GLUED: readonly (readonly [RegExp, string])[] = [
  [/^(.{2,})(password|passwd|passphrase|passcode)s?$/, 'password'],
  [
    /^(db|root|admin|user|sql|my|pg|ftp|smtp|mail|ldap|sip|redis|mqtt|vpn|bind|sudo|ssh|auth|login|require|keystore|truststore|store|key)(pass|pwd|pw)$/,
    'pass',
  ],
  [/^(.{2,})(apikey|authkey|secretkey|privatekey|accesskey|sharedkey|masterkey|signingkey|encryptionkey)$/, 'apikey'],
  [/^(api|auth|access|refresh|id|bot|user|session|my|bearer|github|gitlab|slack|vault|npm|oauth)(token)s?$/, 'token'],
  [/^(client|shared|app|my|auth|jwt|radius|oauth|session|cookie|api|webhook|user)(secret)s?$/, 'secret'],
  [/^(secret|password|passwd|passphrase|token|apikey)(value|string)$/, 'secret'],
];

/** The words of a name, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
    .flatMap(unglued);
}

function unglued(word: string): string[] {
  const bare = word.replace(/\d{1,3}$/, '');
  if (PASSWORDS.has(bare) || SECRETS.has(bare)) return [bare];
  for (const [pattern, meaning] of GLUED) {
    const match = pattern.exec(bare);
    if (match?.[1] !== undefined) return [match[1], meaning];
  }
  return [word];
}

/** What a name says of its value. */
export function meaningOf(name: string): NameMeaning {
  const all = wordsOf(name);
  const found = all.map((word, index) => meaningAt(all, word, index));
  const last = found.reduce((latest, meaning, index) => (meaning === 'none' ? latest : index), -1);
  const meaning = found[last] ?? 'none';
  if (meaning === 'none') return 'none';
  const behind = all.slice(last + 1).filter((word) => !INDIFFERENT.has(word) && !/^(v?\d+)$/.test(word));
  if (behind.length === 0) return meaning;
  if (behind.some((word) => METADATA.has(word))) return 'metadata';
  // whose it is stands behind it (`TOKEN_GITHUB`, `PASSWORD_LDAP`), or what nobody foresaw: no short word is one then
  return meaning === 'key' ? 'none' : 'secret';
}

function meaningAt(all: readonly string[], word: string, index: number): NameMeaning {
  const before = all[index - 1] ?? '';
  if (word === 'key' || word === 'keys') {
    if (before === '') return 'none';
    if (HARMLESS_QUALIFIERS.has(before) && !SECRET_KEYS.has(before)) return 'none';
    if (before === 'host' && all[index - 2] !== 'ssh') return 'none';
    return SECRET_KEYS.has(before) || SECRETS.has(before) || PASSWORDS.has(before) ? 'secret' : 'key';
  }
  if (word === 'auth') return index > 0 && index === all.length - 1 ? 'key' : 'none';
  if (word === 'salt') return 'key';
  // a counter of an LLM or a bucket, and `GRANT_TYPE_PASSWORD`
  if (word === 'tokens' || word === 'token' || word === 'pass') {
    if (HARMLESS_QUALIFIERS.has(before)) return 'none';
  }
  if (word === 'community') return before === 'snmp' || before === 'read' || before === 'ro' ? 'secret' : 'none';
  if (word === 'pat' || word === 'tsig' || word === 'jwt' || word === 'bearer') {
    return index === all.length - 1 && (word !== 'jwt' || index > 0 || all.length === 1) ? 'key' : 'none';
  }
  if (PASSWORDS.has(word)) return 'password';
  return SECRETS.has(word) ? 'secret' : 'none';
}

/** Whether a name ends in what is told about something: its number, its place, its version. */
export function endsInMetadata(name: string): boolean {
  return METADATA.has(wordsOf(name).at(-1) ?? '');
}
