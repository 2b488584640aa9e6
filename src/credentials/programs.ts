/** What programs take their passwords by, where no telling name says it: data for commands.ts. */

/** A program and the arguments of it that are credentials. */
export interface Program {
  readonly program: RegExp;
  /** An argument that has to be among the others. */
  readonly when?: RegExp;
  /** Options whose next argument is one. */
  readonly separate?: RegExp;
  /** Options that hold it; the first group is the credential. */
  readonly joined?: RegExp;
  /** Options with `user:password`, by the sign between them; the value may be joined to a single letter. */
  readonly user?: { readonly option: RegExp; readonly sign: ':' | ',' | '%' | '/' };
  /** The arguments that are no options, from 0, of which one is it; from the end where it is negative. */
  readonly positions?: readonly number[];
  /** The arguments behind this one are counted, and not all of them. */
  readonly behind?: RegExp;
  /** Options that take a value, which is no argument of its own. */
  readonly taking?: RegExp;
}

export const PROGRAMS: readonly Program[] = [
  { program: /^(?:mysql\w*|mariadb[\w-]*|mysqld)$/, joined: /^-p(.+)$/ },
  { program: /^mysqladmin$/, behind: /^password$/, positions: [0] },
  { program: /^sshpass$/, separate: /^-p$/, joined: /^-p(.+)$/ },
  { program: /^redis-(?:cli|benchmark)$/, separate: /^-a$/ },
  { program: /^(?:valkey|keydb)-(?:cli|benchmark)$/, separate: /^-a$/ },
  { program: /^(?:mosquitto(?:_(?!passwd)\w+)?|mqttx|mqtt-cli)$/, separate: /^(?:-P|--pw)$/ },
  { program: /^(?:mosquitto_passwd|htpasswd)$/, when: /^-[A-Za-z]*b[A-Za-z]*$/, positions: [-1] },
  { program: /^htdigest$/, positions: [3] },
  { program: /^ldap(?!passwd)\w+$/, separate: /^-w$/, joined: /^-w(.+)$/ },
  { program: /^ldappasswd$/, separate: /^-[wsa]$/ },
  { program: /^slappasswd$/, separate: /^-s$/ },
  { program: /^(?:ipmitool|tsql|sqlcmd|osql|bcp|isql|smbpasswd)$/, separate: /^-P$/, joined: /^-P(.+)$/ },
  { program: /^(?:racadm|rabbitmqadmin|ncftp\w*|twine|plink|pscp|rdesktop|cqlsh)$/, separate: /^(?:-p|-pw)$/ },
  { program: /^snmp\w+$/, separate: /^-(?:c|A|X)$/, joined: /^-c([^=].*)$/ },
  {
    program: /^(?:docker|podman|nerdctl|oc|helm|az|crane|regctl|oras|buildah|skopeo|argocd|vcluster)$/,
    when: /^login$/,
    separate: /^-p$/,
  },
  { program: /^(?:mongo\w*|clickhouse-client)$/, separate: /^-p$/ },
  { program: /^(?:turnserver|coturn)$/, user: { option: /^-u$/, sign: ':' } },
  { program: /^(?:turnadmin|turnutils_\w+)$/, separate: /^-[wps]$/ },
  { program: /^(?:sipp|sipsak)$/, separate: /^-ap?$/ },
  { program: /^eapol_test$/, separate: /^-s$/ },
  { program: /^(?:nsupdate|dig|host|delv|kdig|knsupdate|rndc|kxfr|drill)$/, separate: /^-y$/ },
  { program: /^dnsdist$/, separate: /^(?:-k|--setkey)$/, joined: /^--setkey=(.+)$/ },
  { program: /^pdnsutil$/, behind: /^import-tsig-key$/, positions: [2] },
  { program: /^(?:un)?zip$/, separate: /^-P$/ },
  { program: /^(?:7z[arz]?|rar|unrar)$/, joined: /^-h?p(.+)$/ },
  { program: /^ssh-keygen$/, separate: /^-[NP]$/ },
  { program: /^(?:useradd|usermod)$/, separate: /^-p$/ },
  { program: /^kadmin(?:\.local)?$/, separate: /^-w$/ },
  { program: /^openssl$/, separate: /^-[kK]$/, joined: /^(?:pass:|-?(?:hex)?key:)(.+)$/ },
  { program: /^(?:keytool|jarsigner)$/, separate: /^-\w*pass$/ },
  { program: /^(?:consul|nomad|serf)$/, separate: /^--?encrypt$/, joined: /^--?encrypt=(.+)$/ },
  { program: /^(?:influx|fly|flyctl|doctl)$/, separate: /^-t$/ },
  { program: /^(?:dotnet|nuget)$/, when: /^push$/, separate: /^-k$/ },
  { program: /^(?:x|w|sdl-)freerdp$/, joined: /^\/p:(.+)$/ },
  { program: /^net(?:\.exe)?$/, behind: /^use$/, positions: [2] },
  { program: /^vault$/, behind: /^(?:login|unseal)$/, positions: [0] },
  { program: /^ngrok$/, behind: /^(?:authtoken|add-authtoken)$/, positions: [0] },
  { program: /^cargo$/, behind: /^login$/, positions: [0] },
  { program: /^rabbitmqctl$/, behind: /^(?:add_user|change_password|authenticate_user)$/, positions: [1] },
  { program: /^ejabberdctl$/, behind: /^(?:register|change_password)$/, positions: [2] },
  { program: /^mc$/, when: /^(?:alias|config)$/, behind: /^(?:set|add)$/, positions: [3] },
  { program: /^(?:mc|mcli)$/, when: /^user$/, behind: /^add$/, positions: [2] },
  { program: /^wpa_passphrase$/, positions: [1] },
  { program: /^radtest$/, positions: [1, 4], taking: /^-[Pdt]$/ },
  {
    program: /^radclient$/,
    behind: /^(?:auth|acct|coa|disconnect|status|auto)$/,
    positions: [0],
  },
  { program: /^(?:sqlplus|sqlldr|expdp|impdp|exp|imp|rman|sqlcl)$/, user: { option: /^$/, sign: '/' } },
  { program: /^lftp$/, user: { option: /^-u$/, sign: ',' } },
  {
    program: /^(?:smb\w+|rpcclient|wmic|winexe|nmblookup|samba-tool|net)$/,
    user: { option: /^(?:-U|--user)$/, sign: '%' },
  },
  { program: /^curl$/, user: { option: /^(?:-[a-zA-Z]{0,6}?[uU]|--user|--proxy-user)$/, sign: ':' } },
  { program: /^curl$/, user: { option: /^(?:-E|--cert)$/, sign: ':' } },
  { program: /^(?:http|https|xh|hey|vegeta|siege|oha)$/, user: { option: /^-[aA]$|^--auth$/, sign: ':' } },
  { program: /^ab$/, user: { option: /^-[AP]$/, sign: ':' } },
  {
    program: /^(?:etcdctl|wget|nats|elasticdump|cypher-shell|arangosh)$/,
    user: { option: /^(?:-u|--user)$/, sign: ':' },
  },
  { program: /^(?:skopeo|podman|buildah|ctr)$/, user: { option: /^(?:-u|--user|--(?:src-|dest-)?creds)$/, sign: ':' } },
];

/** Programs that start another one, with or without arguments of their own. */
export const CARRIERS = new Set(
  `su-exec gosu setpriv dumb-init timeout nice ionice stdbuf nohup chpst catatonit s6-setuidgid exec sudo doas env tini sh
  bash ash dash zsh time xargs chroot nsenter unshare docker podman nerdctl kubectl oc ssh watch flock setsid strace
  busybox command eval if then else do while until ! { (`.split(/\s+/),
);
/** A script of an image that ends in `exec "$@"`. */
export const CARRYING_SCRIPT = /(?:entrypoint|entry-point|init|wrapper|start|run)[\w-]*(?:\.sh)?$|\.sh$/;

/** Who reads a password from what is written into it. */
export const READERS: readonly { readonly program: RegExp; readonly with?: RegExp }[] = [
  {
    program: /./,
    with: /^--?(?:password|passwd|passphrase|token|secret|key|pw|apikey|api-key)-?(?:stdin|fd|from-stdin)(?:=.*)?$/,
  },
  { program: /./, with: /^--with-token$|^pass:stdin$|^stdin:?$|^file:\/\/\/dev\/stdin$/ },
  { program: /^(?:chpasswd|kinit|vncpasswd|vncserver|smbpasswd|cryptsetup|su|passwd|sudo|wpa_passphrase|pass|ksu)$/ },
  { program: /^(?:htpasswd|mosquitto_passwd)$/, with: /^-[A-Za-z]*i/ },
  { program: /^(?:docker|podman|nerdctl)$/, with: /^secret$/ },
  { program: /^gcloud$/, with: /^secrets$/ },
  { program: /^vault$/, with: /^(?:login|unseal|kv)$/ },
  { program: /^gpg2?$/, with: /^--passphrase-fd/ },
];
