/** Values that are no credential whatever their name says. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Switches, modes and kinds: what a setting about credentials has as its value. */
const SWITCHES = words(`true false yes no on off y n t f enabled disabled enable disable none null nil undefined empty
  always never auto automatic manual default inherit optional required require mandatory preferred prefer allow allowed
  deny denied strict lax open closed include omit same-origin any all basic digest bearer jwt jws jwe opaque oauth oauth2
  oidc saml saml2 ldap kerberos gssapi ntlm negotiate pam radius apikey token tokens password passwords secret-manager
  secretsmanager secrets-manager parameter-store ssm vault env environment file files memory redis database db session
  cookie header query body form plain plaintext text json yaml hex base64 utf8 utf-8 md5 sha1 sha256 sha384 sha512
  sha-1 sha-256 sha-512 hs256 hs384 hs512 rs256 rs384 rs512 es256 es384 es512 ps256 eddsa ed25519 rsa ecdsa aes aes128
  aes256 aes-128-gcm aes-256-gcm aes-256-cbc hmac bcrypt scrypt argon2 argon2i argon2id pbkdf2 crypt scram scram-sha-1
  scram-sha-256 scram-sha-512 mschap mschapv2 chap pap eap peap eap-tls psk x509 mtls tls ssl starttls iam aws azure gcp
  aws-iam trust peer ident cert certificate publickey public-key keyboard-interactive interactive browser local remote
  static dynamic managed external internal native shared private public anonymous noauth no-auth without unset hidden
  masked redacted removed omitted n/a na tbd todo unused deprecated readonly read-only production staging development
  test debug info`);

/** Under a name that means a password these are one, bad as it is. */
const CHOSEN = words(
  'password passwords default public private shared secret radius redis database db test debug local',
);

const PLACEHOLDER =
  /^(?:<[^<>]*>|\[[^[\]]*\]|\*+|x{3,}|\.{3,}|-+|_+|\?+|%[A-Za-z_]\w*%|\{\{[^{}]*\}\}|\{[A-Za-z_][\w.-]*\}|:[A-Za-z_]\w*|%[A-Za-z]|@[A-Za-z_]+@|your[-_ ]?\w*[-_ ]here)$/i;

/** A reference that another program resolves: `$NAME`, `${NAME}`, `$(command)`, `{{resolve:…}}`. */
const REFERENCE = /^(?:\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\{\{resolve:[^{}]*\}\}|!(?:Ref|Sub|GetAtt)\b.*)$/;

/** What points to a value elsewhere. */
const POINTER =
  /^(?:arn:aws[a-z-]*:[^\s]+|(?:ssm|secretsmanager|vault|file|env|op|secret|awssm|ref|sm|gcpsm|akv|kms)(?::|\/\/).+|alias\/[\w/-]+)$/;

const URL_WITHOUT_USER = /^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$/i;
const SEGMENT = '[A-Za-z0-9._{}$+~@%-]+';
const PATH = new RegExp(String.raw`^(?:[A-Za-z]:)?(?:\.{1,2}|~)?[\\/](?:${SEGMENT}[\\/])*(?:${SEGMENT})?$`);
const FILE =
  /^[\w.-]+(?:\/[\w.-]+)*\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|toml|ini|conf|cfg|env|pub|token|secret|db|sqlite|csv|xml|properties)$/i;
const VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.-]{1,20})?$/;
const DURATION_OR_SIZE = /^\d{1,9}(?:\.\d+)?\s?(?:ns|us|ms|s|m|min|h|d|w|y|b|k|kb|kib|mb|mib|gb|gib|%)$/i;
const HOST = /^(?=.{4,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}(:\d{1,5})?$/;
const IP = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?::\d{1,5})?$/;
const PUBLIC_KEY =
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|^-----BEGIN (?:RSA |EC )?(?:PUBLIC KEY|CERTIFICATE)/;

/** Whether letters of both cases and digits are mixed as only a program does it. */
export function looksRandom(text: string): boolean {
  if (text.length < 12 || /\s/.test(text)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  const digits = text.replace(/\D/g, '').length;
  return (kinds === 3 || (kinds === 2 && digits >= 3 && digits < text.length)) && entropy(text) >= 2.8;
}

/** Shannon entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}

/** Whether a value stands for something that lies elsewhere: a reference, an address without a password, a path. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return (
    PLACEHOLDER.test(text) ||
    REFERENCE.test(text) ||
    POINTER.test(text) ||
    PUBLIC_KEY.test(text) ||
    (URL_WITHOUT_USER.test(text) && !/[?&#]/.test(text)) ||
    isPath(text)
  );
}

/** Whether a text is a path; a key in Base64 may begin with a slash as well. */
export function isPath(text: string): boolean {
  if (FILE.test(text)) return true;
  if (!PATH.test(text) || text.length > 400) return false;
  return text
    .split(/[\\/]/)
    .every((segment) => segment.length <= 64 && !(segment.length >= 10 && looksRandom(segment)));
}

/** Whether a value under the name of a password is none. */
export function isHarmlessPassword(value: string): boolean {
  const text = value.trim();
  const lower = text.toLowerCase();
  return (
    text === '' ||
    /^\d{1,3}$/.test(text) ||
    (SWITCHES.has(lower) && !CHOSEN.has(lower)) ||
    DURATION_OR_SIZE.test(text) ||
    isReference(text)
  );
}

/** Whether a value under the name of a secret, token or key is none. */
export function isHarmlessSecret(value: string): boolean {
  const text = value.trim();
  return (
    isHarmlessPassword(text) ||
    SWITCHES.has(text.toLowerCase()) ||
    (/^[A-Za-z]{1,8}$/.test(text) && !WEAK.has(text.toLowerCase())) ||
    /^[+-]?\d{1,7}(?:\.\d+)?$/.test(text) ||
    IP.test(text) ||
    VERSION.test(text) ||
    HOST.test(text)
  );
}

const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const DIGEST = /^(?:md5|sha1|sha224|sha256|sha384|sha512)[:-][A-Za-z0-9+/=]{20,}$/i;

/** Whether a value under the name of a key of an unknown kind is none: only a random text is one. */
export function isHarmlessKey(value: string): boolean {
  const text = value.trim();
  return isHarmlessSecret(text) || UUID.test(text) || DIGEST.test(text) || text.length < 16 || !looksRandom(text);
}

/** Words that people choose as secrets. */
const WEAK =
  words(`secret secrets passwd pass pwd changeme changeit letmein qwerty admin root hunter welcome testing s3cret
  mysecret topsecret iloveyou dragon monkey master`);
