/**
 * Credentials that tell by themselves what they are, by the mark that their issuer puts into them. Looser than the rules
 * of secretlint and gitleaks, which want the exact length of today: a mark and enough characters behind it is enough
 * where the mark occurs in nothing else.
 */
export interface Issuer {
  /** What it is, for a person. */
  readonly kind: string;
  readonly pattern: RegExp;
}

const START = '(?<![A-Za-z0-9])';

/**
 * A mark with so many characters of a token behind it, at least one of them a digit: `npm_config_registry` is a word, and
 * `xoxb-your-token-here` stands for a token.
 */
function marked(kind: string, marks: string, minimum: number, characters = 'A-Za-z0-9_-'): Issuer {
  return {
    kind,
    pattern: new RegExp(`${START}(?:${marks})(?=[${characters}]{0,400}\\d)[${characters}]{${minimum},}`),
  };
}

const ALPHANUMERIC = 'A-Za-z0-9';

export const ISSUERS: readonly Issuer[] = [
  { kind: 'AWS access key ID', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  marked('Amazon Bedrock API key', 'ABSK|bedrock-api-key-', 40, 'A-Za-z0-9+/='),
  marked('GitHub token', 'gh[oprsu]_', 20),
  marked('GitHub token', 'github_pat_', 20),
  marked('GitLab token', 'gl(?:pat|dt|rt|ptt|cbt|ft|imt|agent|oas|soat|ffct)-', 16, 'A-Za-z0-9_.-'),
  marked('GitLab runner token', 'GR1348941', 16),
  marked('Bitbucket app password', 'ATBB', 28, ALPHANUMERIC),
  marked('Atlassian token', 'AT(?:A|C)TT3', 24, 'A-Za-z0-9_=-'),
  marked('Slack token', 'xox[abceoprs](?:\\.xox[bp])?-', 10),
  marked('Slack token', 'xapp-', 10),
  {
    kind: 'Slack webhook',
    pattern: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{16,}/,
  },
  {
    kind: 'Discord webhook',
    pattern: /(?:discord|discordapp)\.com\/api(?:\/v\d+)?\/webhooks\/\d{6,}\/[A-Za-z0-9_-]{16,}/,
  },
  {
    kind: 'Discord bot token',
    pattern: /(?<![A-Za-z0-9_-])[MNO][A-Za-z0-9_-]{22,29}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{25,110}(?![A-Za-z0-9_-])/,
  },
  {
    kind: 'Microsoft Teams webhook',
    pattern: /(?:webhook\.office\.com|outlook\.office(?:365)?\.com)\/webhook(?:b2)?\/[A-Za-z0-9@/-]{36,}/,
  },
  {
    kind: 'Google Chat webhook',
    pattern: /chat\.googleapis\.com\/v1\/spaces\/[^\s?]+\?(?:\S*&)?(?:key|token)=[\w%-]{10,}/,
  },
  { kind: 'webhook of an automation', pattern: /hooks\.zapier\.com\/hooks\/catch\/\d+\/\w+/ },
  { kind: 'Telegram bot token', pattern: /(?<![A-Za-z0-9])(?:bot)?\d{6,12}:AA[A-Za-z0-9_-]{30,36}(?![A-Za-z0-9_-])/ },
  { kind: 'Telegram bot token', pattern: /(?<![A-Za-z0-9:])\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  marked('Stripe key', '(?:sk|rk)_(?:live|test|prod)_', 8),
  marked('Stripe webhook secret', 'whsec_', 16, 'A-Za-z0-9+/='),
  { kind: 'Twilio API key', pattern: /(?<![A-Za-z0-9])SK[0-9a-fA-F]{32}(?![A-Za-z0-9])/ },
  marked('SendGrid API key', 'SG\\.[A-Za-z0-9_-]{10,}\\.', 16),
  { kind: 'Mailgun API key', pattern: /(?<![A-Za-z0-9])key-[0-9a-zA-Z]{32}(?![A-Za-z0-9])/ },
  { kind: 'Mailgun API key', pattern: /(?<![A-Za-z0-9-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/ },
  { kind: 'Mailchimp API key', pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/ },
  marked('Brevo API key', 'xkeysib-|xsmtpsib-', 32),
  marked('Resend API key', 're_[A-Za-z0-9]{6,10}_', 18, ALPHANUMERIC),
  marked('npm token', 'npm_', 30, ALPHANUMERIC),
  marked('PyPI token', 'pypi-(?=AgE|[A-Za-z0-9_-]{60})', 20),
  marked('RubyGems API key', 'rubygems_', 32),
  { kind: 'NuGet API key', pattern: /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9+/=])/ },
  { kind: 'crates.io token', pattern: /(?<![A-Za-z0-9])cio(?=[A-Za-z]*\d)[A-Za-z0-9]{32}(?![A-Za-z0-9+/=])/ },
  marked('Docker Hub token', 'dckr_(?:pat|oat)_', 16),
  marked('Anthropic API key', 'sk-ant-', 16),
  marked('OpenAI API key', 'sk-(?:proj|svcacct|admin|None)-', 16),
  { kind: 'API key', pattern: /(?<![A-Za-z0-9])sk-(?:or-v1-|lf-)?(?=[A-Za-z0-9-]*\d)[A-Za-z0-9]{20,}(?![A-Za-z0-9])/ },
  marked('Groq API key', 'gsk_', 20, ALPHANUMERIC),
  marked('xAI API key', 'xai-', 32, ALPHANUMERIC),
  marked('Perplexity API key', 'pplx-', 32),
  marked('Replicate token', 'r8_', 30, ALPHANUMERIC),
  marked('Hugging Face token', 'hf_|api_org_', 28, ALPHANUMERIC),
  marked('LangSmith key', 'lsv2_(?:pt|sk)_', 24),
  marked('Google API key', 'AIza', 30),
  marked('Google OAuth client secret', 'GOCSPX-', 20),
  marked('Google OAuth token', 'ya29\\.', 20),
  { kind: 'Azure key', pattern: /(?:AccountKey|SharedAccessKey|SharedSecretValue)=[A-Za-z0-9+/%]{20,}/i },
  {
    kind: 'Azure shared access signature',
    pattern: /[?&;\s'"]sig=[A-Za-z0-9%+/_-]{20,}|^(?:sv|se|sp|sr|ss|st)=.*&sig=/,
  },
  {
    kind: 'Azure key',
    pattern:
      /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76,90}(?:\+ASt[A-Za-z0-9+/]{0,10}={0,2}|ACDb[A-Za-z0-9+/]{0,10}={0,2})(?![A-Za-z0-9+/=])/,
  },
  { kind: 'Azure client secret', pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{28,}/ },
  { kind: 'Azure DevOps token', pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/ },
  marked('DigitalOcean token', 'do[opr]_v1_', 32),
  { kind: 'DigitalOcean Spaces key', pattern: /(?<![A-Za-z0-9])DO(?:00|80)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  marked('Cloudflare key', 'v1\\.0-[0-9a-f]{24}-', 32),
  marked('Cloudflare token', 'cf(?:k|ut|at)_', 32),
  marked('Heroku API key', 'HRKU-', 24),
  marked('Fly.io token', 'fo1_|fm[12][ar]?_', 30, 'A-Za-z0-9_+/=-'),
  marked('Netlify token', 'nf[pcou]_', 30, ALPHANUMERIC),
  marked('Vercel token', 'vc[aikpr]_', 20, ALPHANUMERIC),
  marked('Render API key', 'rnd_', 24, ALPHANUMERIC),
  marked('Supabase key', 'sbp_|sb_secret_', 20),
  marked('PlanetScale credential', 'pscale_(?:tkn|oauth|pw)_', 24),
  marked('Neon API key', 'napi_', 40),
  marked('Doppler token', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.', 30, 'A-Za-z0-9_.-'),
  marked('1Password token', 'ops_eyJ', 40, 'A-Za-z0-9+/=_-'),
  marked('Vault token', 'hv[sbr]\\.', 20),
  marked('Terraform Cloud token', '[A-Za-z0-9]{14}\\.atlasv1\\.', 40, 'A-Za-z0-9_=-'),
  marked('Pulumi token', 'pul-', 32, 'a-f0-9'),
  marked('Tailscale key', 'tskey-(?:[a-z]+-)?', 12),
  marked('Databricks token', 'dapi|dkea', 32, 'a-f0-9'),
  marked('Sourcegraph token', 'sgp_', 32),
  marked('New Relic key', 'NR(?:AK|II|JS|RA|IQ|SP|AA)-', 16),
  { kind: 'New Relic license key', pattern: /(?<![A-Za-z0-9])[0-9a-zA-Z]{32,36}NRAL(?![A-Za-z0-9])/ },
  marked('Datadog key', 'ddapp_|ddapi_|ddpat_', 20),
  marked('Grafana token', 'glsa_|glc_', 24, 'A-Za-z0-9_+/=-'),
  marked('Sentry token', 'sntry[su]_', 24, 'A-Za-z0-9_+/=-'),
  marked('Dynatrace token', 'dt0[a-z]\\d{2}\\.', 20, 'A-Za-z0-9_.-'),
  marked('Honeycomb key', 'hc[abx]ik_|hc[a-z]mk_', 24),
  marked('PostHog personal key', 'phx_', 24),
  marked('Shopify token', 'shp(?:at|ca|pa|ss|ua|it|tka)_', 24),
  marked('Square token', 'sq0(?:csp|atp|idp)-', 20),
  marked('Square token', 'EAAA', 56),
  marked('Facebook token', 'EAA[A-Z]', 60, ALPHANUMERIC),
  { kind: 'PayPal or Braintree token', pattern: /access_token\$(?:production|sandbox)\$[a-z0-9]{10,}\$[a-f0-9]{16,}/ },
  marked('Flutterwave key', 'FLWSECK(?:_TEST)?-', 12),
  marked('EasyPost key', 'EZ[AT]K', 40, ALPHANUMERIC),
  marked('Linear key', 'lin_(?:api|oauth)_', 24),
  marked('Notion token', 'ntn_|secret_(?=[A-Za-z0-9]{43}(?![A-Za-z0-9]))', 30),
  marked('Figma token', 'fig[dour]_', 20),
  marked('Airtable token', 'pat[A-Za-z0-9]{14}\\.', 32),
  marked('Postman key', 'PMAK-', 24),
  marked('HubSpot token', 'pat-(?:na|eu|ap)\\d-', 30),
  marked('Contentful token', 'CFPAT-', 32),
  marked('Alibaba access key ID', 'LTAI', 16, ALPHANUMERIC),
  { kind: 'Tencent secret ID', pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/ },
  marked('Artifactory key', 'AKCp', 50, ALPHANUMERIC),
  marked('Pinecone key', 'pcsk_', 30),
  marked('LaunchDarkly key', '(?:sdk|api|mob)-(?=[0-9a-f]{8}-[0-9a-f]{4}-)', 30),
  marked('Buildkite token', 'bk(?:ua|aj|ct)_', 24),
  marked('CircleCI token', 'CCI(?:PAT|PRJ)_', 24),
  marked('Prefect key', 'pnu_|pnb_', 24),
  marked('Infracost key', 'ico-', 30, ALPHANUMERIC),
  marked('Octopus key', 'API-', 25, 'A-Z0-9'),
  { kind: 'Scaleway key', pattern: /(?<![A-Za-z0-9])SCW(?=[A-Z]*\d)[A-Z0-9]{17}(?![A-Za-z0-9])/ },
  { kind: 'Okta token', pattern: /(?<![A-Za-z0-9])SSWS\s{1,3}00[A-Za-z0-9_-]{38,42}(?![A-Za-z0-9_-])/ },
  { kind: 'AWS session token', pattern: /(?<![A-Za-z0-9+/])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/%]{80,}/ },
  marked('Mapbox secret token', 'sk\\.eyJ[A-Za-z0-9_-]{20,200}\\.', 20),
  { kind: 'NATS seed', pattern: /(?<![A-Za-z0-9])S[AUONCX][A-Z2-7]{56}(?![A-Za-z0-9])/ },
  { kind: 'key of OpenVPN', pattern: /-----BEGIN OpenVPN (?:Static|tls-crypt-v2 (?:client|server)) key/ },
  {
    kind: 'PagerDuty integration key',
    pattern: /events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere)\/[A-Za-z0-9]{20,}/,
  },
  {
    kind: 'Sumo Logic collector',
    pattern: /collection\.[a-z0-9.]{0,20}sumologic\.com\/receiver\/v1\/http\/[A-Za-z0-9_=-]{32,}/,
  },
  marked('age key', 'AGE-SECRET-KEY-1', 30, 'A-Z0-9'),
  { kind: 'private key', pattern: /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/ },
  { kind: 'private JSON Web Key', pattern: /^(?=[\s\S]*"kty"\s*:)[\s\S]*"(?:d|k)"\s*:\s*"[A-Za-z0-9_-]{16,}"/ },
  { kind: 'JSON Web Token', pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{8,}/ },
  {
    kind: 'hash of a password',
    pattern: /(?<![A-Za-z0-9])\$(?:2[abxy]?|5|6|y|apr1|argon2(?:id|i|d)|scrypt)\$[^\s:]{16,}/,
  },
];
