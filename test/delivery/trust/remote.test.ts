import { parseRemote } from '../../../src/delivery/trust/remote';

test.each([
  ['https://github.com/octo-org/dns.git', 'github.com', 'octo-org/dns'],
  ['https://github.com/octo-org/dns', 'github.com', 'octo-org/dns'],
  ['https://user:token@github.com/octo-org/dns.git/', 'github.com', 'octo-org/dns'],
  ['git@github.com:octo-org/dns.git', 'github.com', 'octo-org/dns'],
  ['github.com:octo-org/d.n.s', 'github.com', 'octo-org/d.n.s'],
  ['ssh://git@github.com/octo-org/dns.git', 'github.com', 'octo-org/dns'],
  ['ssh://git@ssh.github.com:443/octo-org/dns.git', 'github.com', 'octo-org/dns'],
  ['git@acme.ghe.com:octo-org/dns.git', 'acme.ghe.com', 'octo-org/dns'],
  ['https://GitHub.acme.example:8443/octo-org/dns.git', 'github.acme.example', 'octo-org/dns'],
])('%s', (url, host, repository) => {
  expect(parseRemote(url)).toEqual({ host, repository });
});

test.each(['/srv/git/dns.git', '../dns', 'https://github.com/dns', 'https://example.com/a/b/c', ''])(
  '%s is no repository on a host',
  (url) => {
    expect(parseRemote(url)).toBeUndefined();
  },
);
