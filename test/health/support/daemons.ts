import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** How a real server is run for a test. */
export interface Daemon {
  readonly name: string;
  readonly preset: string;
  /** The program, and the Debian package that has it (tools/daemons.sh). */
  readonly program: string;
  readonly package: string;
  /** Secret of a signed probe. */
  readonly secret?: string;
  /** Writes the configuration below a directory; returns the arguments. */
  configure(at: Place): readonly string[];
}

export interface Place {
  readonly directory: string;
  readonly address: string;
  readonly port: number;
}

const SECRET = 'test-secret';

function write(directory: string, name: string, lines: readonly string[]): string {
  const path = join(directory, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

export const DAEMONS: readonly Daemon[] = [
  {
    name: 'BIND',
    preset: 'dns',
    program: 'named',
    package: 'bind9',
    configure: ({ directory, address, port }) => {
      const listen = address === '0.0.0.0' ? 'any' : address;
      const path = write(directory, 'named.conf', [
        'options {',
        `  directory "${directory}"; pid-file none; session-keyfile none; managed-keys-directory "${directory}";`,
        `  listen-on port ${port} { ${listen}; }; listen-on-v6 { none; };`,
        '  recursion no; dnssec-validation no; notify no;',
        '};',
        'controls { };',
      ]);
      return ['-g', '-c', path, '-n', '1'];
    },
  },
  {
    name: 'Unbound',
    preset: 'dns',
    program: 'unbound',
    package: 'unbound',
    configure: ({ directory, address, port }) => [
      '-d',
      '-c',
      write(directory, 'unbound.conf', [
        'server:',
        `  interface: ${address}`,
        `  port: ${port}`,
        '  access-control: 0.0.0.0/0 allow',
        '  do-daemonize: no',
        '  use-syslog: no',
        '  username: ""',
        '  chroot: ""',
        `  directory: "${directory}"`,
        '  pidfile: ""',
        '  interface-automatic: no',
        'remote-control:',
        '  control-enable: no',
      ]),
    ],
  },
  {
    name: 'chrony',
    preset: 'ntp',
    program: 'chronyd',
    package: 'chrony',
    configure: ({ directory, address, port }) => [
      '-d',
      '-x', // Leaves the machine's clock alone.
      '-U',
      '-f',
      write(directory, 'chrony.conf', [
        `port ${port}`,
        'cmdport 0',
        `bindaddress ${address}`,
        'allow all',
        'local stratum 5',
        `pidfile ${directory}/chrony.pid`,
        `driftfile ${directory}/drift`,
        'bindcmdaddress /',
      ]),
    ],
  },
  {
    name: 'coturn',
    preset: 'stun',
    program: 'turnserver',
    package: 'coturn',
    configure: ({ directory, address, port }) => [
      ...['-n', '--log-file', 'stdout', '--no-cli', '--no-tls', '--no-dtls', '--no-tcp', '--no-rfc5780'],
      ...['--pidfile', `${directory}/turn.pid`, '--userdb', `${directory}/turn.db`, '-p', String(port), '-m', '1'],
      ...(address === '0.0.0.0' ? [] : ['-L', address]),
    ],
  },
  {
    name: 'Kamailio',
    preset: 'sip',
    program: 'kamailio',
    package: 'kamailio',
    configure: ({ directory, address, port }) => [
      ...['-DD', '-E', '-m', '16', '-M', '4', '-Y', directory, '-P', `${directory}/kamailio.pid`],
      '-f',
      write(directory, 'kamailio.cfg', [
        '#!KAMAILIO',
        'debug=0',
        'children=1',
        'disable_tcp=yes',
        'auto_aliases=no',
        `listen=udp:${address}:${port}`,
        'loadmodule "sl.so"',
        'request_route { sl_send_reply("200", "OK"); exit; }',
      ]),
    ],
  },
  {
    name: 'FreeRADIUS',
    preset: 'radius',
    program: 'freeradius',
    package: 'freeradius',
    secret: SECRET,
    configure: ({ directory, address, port }) => {
      write(directory, 'dictionary', ['$INCLUDE /usr/share/freeradius/dictionary']);
      write(directory, 'radiusd.conf', [
        `logdir = ${directory}`,
        `run_dir = ${directory}`,
        `pidfile = ${directory}/radiusd.pid`,
        'log { destination = stdout }',
        'security {',
        '  allow_core_dumps = no',
        '  status_server = yes',
        '}',
        'thread pool {',
        '  start_servers = 1',
        '  max_servers = 1',
        '  min_spare_servers = 1',
        '  max_spare_servers = 1',
        '}',
        'client localhost {',
        '  ipaddr = 127.0.0.1',
        `  secret = ${SECRET}`,
        '}',
        'server default {',
        '  listen {',
        '    type = auth',
        `    ipaddr = ${address}`,
        `    port = ${port}`,
        '  }',
        '  authorize {',
        '  }',
        '}',
      ]);
      return ['-f', '-l', 'stdout', '-d', directory];
    },
  },
  {
    name: 'Net-SNMP',
    preset: 'snmp',
    program: 'snmpd',
    package: 'snmpd',
    configure: ({ directory, address, port }) => [
      ...['-f', '-Lo', '-C', '-I', '-smux', '-p', `${directory}/snmpd.pid`],
      ...['-c', write(directory, 'snmpd.conf', ['rocommunity public', `[snmp] persistentDir ${directory}`])],
      `udp:${address}:${port}`,
    ],
  },
  {
    name: 'Caddy',
    preset: 'quic',
    program: 'caddy',
    package: 'caddy',
    configure: ({ directory, address, port }) => {
      const path = write(directory, 'Caddyfile', [
        '{',
        '  admin off',
        '  auto_https disable_redirects',
        `  storage file_system ${directory}`,
        '  skip_install_trust',
        '}',
        `https://localhost:${port} {`,
        `  bind ${address}`,
        '  tls internal',
        '  respond ok',
        '}',
      ]);
      return ['run', '--config', path, '--adapter', 'caddyfile'];
    },
  },
  {
    name: 'socat',
    preset: 'echo',
    program: 'socat',
    package: 'socat',
    configure: ({ address, port }) => ['-T1', `UDP4-RECVFROM:${port},bind=${address},fork`, 'EXEC:cat'],
  },
  {
    name: 'memcached',
    preset: 'memcached',
    program: 'memcached',
    package: 'memcached',
    configure: ({ address, port }) => ['-u', 'nobody', '-U', String(port), '-p', '0', '-l', address, '-t', '1'],
  },
  {
    name: 'libcoap',
    preset: 'coap',
    program: 'coap-server-notls',
    package: 'libcoap3-bin',
    configure: ({ address, port }) => ['-A', address, '-p', String(port)],
  },
  {
    name: 'tftpd-hpa',
    preset: 'tftp',
    program: 'in.tftpd',
    package: 'tftpd-hpa',
    configure: ({ directory, address, port }) => [
      '-L',
      '-4',
      '-a',
      `${address}:${port}`,
      '-u',
      'nobody',
      '-s',
      directory,
    ],
  },
];

/** Whether the program of a daemon is on this machine. */
export function isInstalled({ program }: Daemon): boolean {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const directories: string[] = [];

export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'udp-daemon-'));
  mkdirSync(join(directory, 'run'));
  directories.push(directory);
  return directory;
}

export function removeScratch(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}
