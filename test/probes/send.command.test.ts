import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { ECHO } from '../../bench/health/support/gate';
import { killAll, start } from '../../bench/health/support/processes';
import { probeOnce } from '../../src/probes/send';

let server: dgram.Socket;

beforeEach(async () => {
  server = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await killAll();
});

test('an answer that came while the process was kept from running is read before the time is over', async () => {
  const { port } = server.address();
  const program = [join(__dirname, 'ask-once.ts'), String(port), '300'];
  const asking = start(process.execPath, ['--import', 'tsx', ...program]);
  server.on('message', (question, sender) => {
    setTimeout(() => {
      asking.signal('SIGSTOP');
      server.send(question, sender.port, sender.address);
      setTimeout(() => asking.signal('SIGCONT'), 500);
    }, 50);
  });
  await asking.exit();
  expect(asking.text.trim()).toBe('ok');
});

test('without an answer the time is over', async () => {
  expect(await probeOnce(ECHO, { host: '127.0.0.1', port: server.address().port, timeoutMs: 100 })).toBe('timeout');
});
