/** Asks a server on this machine one time, as a process of its own that can be stopped: `ask-once.ts PORT MILLISECONDS`. */

import { ECHO } from '../../bench/health/support/gate';
import { probeOnce } from '../../src/probes/send';

const [port, timeoutMs] = process.argv.slice(2).map(Number);
void probeOnce(ECHO, { host: '127.0.0.1', port, timeoutMs }).then((word) => console.log(word));
