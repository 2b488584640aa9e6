/** The words that names of values are made of, as far as they say whether the value is a credential. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A person chose the value. In other languages than English: see languages.ts. */
export const PASSWORDS =
  words(`password passwords passwd passwds passwrd passphrase passphrases passcode passcodes pwd pwds pass
  pw psw pswd psk mnemonic userpass userpwd`);

/** A program made or shares the value. */
export const SECRETS =
  words(`secret secrets token tokens apikey apikeys credential credentials creds cred bearer jwt pat tsig
  authkey sharedkey secretkey privatekey accesskey masterkey authtoken accesstoken refreshtoken apitoken presharedkey
  signingkey encryptionkey authorization community pepper keytab otpauth totp passkey skey`);

/** What makes a key a credential. */
export const SECRET_KEYS = words(`api access secret private signing sign signature encryption encrypt decryption decrypt
  crypto master auth authentication authorization shared preshared psk account storage service app application server
  session hmac cookie jwt jwk jws jwe root admin deploy deployment ssh tls ssl ingest ingestion
  integration write read rest user client pre host wireguard wg tsig rndc dnssec ipsec snmp radius aes rsa ecdsa ed25519
  fernet cipher webhook functions function subscription bot security unseal setup enrollment enrolment provisioning tacacs eap
  wpa wifi wlan ike ospf bgp ntp pppoe l2tp vpn nas hotspot`);

/** Who or what gives out keys: a value that a program made, also a UUID, is one under these names, and a word is not. */
export const ISSUED_KEYS = words(`license licence licensing genie opsgenie datadog newrelic pagerduty victorops splunk
  rollbar bugsnag honeybadger airbrake raygun sentry algolia fastly cloudflare linode vultr hetzner ovh scaleway heroku
  netlify vercel mailgun sendgrid postmark sparkpost mailchimp mandrill mailjet brevo twilio vonage nexmo plivo
  telnyx messagebird sinch stripe paypal braintree adyen mollie klarna square shopify plaid openai anthropic cohere
  mistral deepseek groq gemini huggingface replicate elevenlabs deepgram assemblyai pinecone amplitude mixpanel
  posthog intercom zendesk freshdesk hubspot salesforce okta auth0 onelogin duo clerk snyk sonar codecov coveralls
  travis circleci buildkite jenkins jfrog artifactory nexus npm pypi rubygems nuget github gitlab bitbucket gitea
  mapbox tomtom maxmind ipinfo ipstack abuseipdb virustotal shodan censys urlscan greynoise spamhaus umbrella
  statuspage uptimerobot pingdom healthchecks logdna mezmo loggly papertrail logzio coralogix sumologic sumo honeycomb
  lightstep dynatrace instana appdynamics grafana elastic snowflake databricks confluent cloudamqp upstash planetscale
  supabase neon fauna airtable notion asana trello jira slack discord telegram zoom dropbox giphy unsplash
  pexels weatherapi openweathermap openweather finnhub polygon alphavantage coinbase binance kraken etherscan infura
  alchemy moralis tavily serper serpapi firecrawl recaptcha hcaptcha turnstile launchdarkly optimizely configcat
  flagsmith nextdns controld dnsimple gandi namecheap godaddy porkbun dnsmadeeasy ns1 powerdns pdns luadns bunny bunnycdn
  stackpath imgix cloudinary mux agora pubnub pusher ably onesignal expo firebase fcm apns`);

/** What makes a key, a token or a pass something else. */
export const HARMLESS_QUALIFIERS =
  words(`public pub publishable partition sort primary foreign cache object bucket index
  hash range lookup translation i18n hot shortcut composite natural surrogate row column flag feature group grouping
  message event host field map dictionary json yaml config registry max min total num number per prompt completion
  input output next page pagination continuation csrf xsrf boarding ski high low band by compass bus kms cmk
  stop special eos bos pad unk sep cls reasoning thinking cached context nat first second third single multi one two
  site sitekey build compile render lint optimizer band wildcard idempotency dedup deduplication`);

/** What a secret is of whose name is told, where the value is words: `API_KEY_SECRET`, `IMAGE_PULL_SECRET`. */
export const NAMED_SECRETS = words(`pull tls ssl certificate cert registry kubernetes k8s swarm external`);

/** What follows a secret's word where something about it is told, and not itself. */
export const METADATA =
  words(`file files filename path paths dir directory folder mount volume location name names id ids arn
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
  server model topic queue stream channel zone environment
  error errors help info desc description note docs link icon color behavior behaviour template subject rule rules check
  checks checker scanner scanning scan audit log logs logging filter filters mask masking redact redaction adapter
  generator resolver interceptor guard hasher hashing lambda operator injector sync mapping selector separator delimiter
  device slot percent ratio threshold quota quality bucketing share shares quantity first last position offset
  latency metric metrics monitor alarm alert alerts dashboard history reuse dictionary blacklist denylist
  allowlist whitelist expired stale expiring notification notifications warning reminder notice
  lowercase uppercase digits symbols special minlength maxlength maxage minage
  process executable program binary`);

/** What may stand behind a credential's word and changes nothing. */
export const INDIFFERENT =
  words(`value values val string str text plain plaintext cleartext raw data base b64 base64 hex prod
  production dev development stage staging test testing qa uat live old new current previous prev next primary secondary
  default main backup ro rw readonly override my the a b c`);

/** Words that mean a credential as the last of a name alone, and whose value a program made. */
export const LAST_KEYS = words('pat tsig jwt bearer auth salt cookie unseal hmac');

/** Names that their programs give a meaning, which no word in them tells. */
export const KNOWN_NAMES = words(`rollbar_post_server_item rollbar_post_client_item release_cookie erlang_cookie
  rabbitmq_erlang_cookie couchdb_erlang_cookie ejabberd_erlang_cookie erl_cookie tarantool_cookie authtkt
  grafana_cloud_otlp_auth wakatime_auth x_honeycomb_team honeycomb_team`);

/** Names whose value is `user:password`. */
export const USER_AND_PASSWORD =
  /(?:^|[_.-]|[a-z](?=[A-Z]))(?:users?|logins?|auth|accounts?|credentials?|creds?|basic|basicauth|userinfo|userpwd)$/i;

/** Endings that are joined without a border: `DBPASS`, `RADIUSSECRET`. */
export const GLUED: readonly (readonly [RegExp, string])[] = [
  [/^(.{2,})(password|passwd|passphrase|passcode)s?$/, 'password'],
  [
    /^(db|root|admin|user|sql|my|pg|ftp|smtp|mail|ldap|sip|redis|mqtt|vpn|bind|sudo|ssh|auth|login|require|keystore|truststore|store|key|sa|ppp|wifi|wlan|bmc|ipmi|snmp|radius|xmpp|imap|ssl|http|proxy|web)(pass|pwd|pw)$/,
    'pass',
  ],
  [/^(.{2,})(apikey|authkey|secretkey|privatekey|accesskey|sharedkey|masterkey|signingkey|encryptionkey)$/, 'apikey'],
  [/^(api|auth|access|refresh|id|bot|user|session|my|bearer|github|gitlab|slack|vault|npm|oauth)(token)s?$/, 'token'],
  [/^(client|shared|app|my|auth|jwt|radius|oauth|session|cookie|api|webhook|user)(secret)s?$/, 'secret'],
  [/^(secret|password|passwd|passphrase|token|apikey)(value|string)$/, 'secret'],
];
