/** Values of settings about credentials, and values that people choose as credentials. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Switches, modes and kinds: what a setting about credentials has as its value. */
export const SWITCHES =
  words(`true false yes no on off y n t f enabled disabled enable disable none null nil undefined empty
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
  test debug info through same inherited system current custom optional-no-ca best-effort rotate keep preserve
  supplied provided generated random ephemeral rs1 plain-text cognito keycloak okta auth0 github google gitlab
  api-key api_key access_token id_token refresh_token client_credentials client_secret_basic client_secret_post
  private_key_jwt authorization_code user_password bearer_token bearer-token service-account service_account
  systemd sops doppler infisical kms hsm pkcs11 pkcs12 pkcs8 spki der pem jwk jwks`);

/** Under a name that means a password these are one, bad as it is. */
export const CHOSEN = words(
  'password passwords default public private shared secret radius redis database db test debug local keycloak okta github google gitlab system custom vault',
);

/** Words that people choose as secrets. */
export const WEAK =
  words(`secret secrets passwd pass pwd changeme changeit letmein qwerty admin root hunter welcome testing s3cret
  mysecret topsecret iloveyou dragon monkey master`);
