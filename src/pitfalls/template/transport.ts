import type { Truth } from '../../cloudformation/evaluate/truth';
import { isUnknown, type Lookup } from '../../cloudformation/evaluate/value';

/** Whether a listener takes a transport. */
export function listensOn(listener: { readonly protocol: Lookup<string> }, transport: 'udp' | 'tcp'): Truth {
  if (isUnknown(listener.protocol)) return 'unknown';
  const udp = listener.protocol === 'UDP' || listener.protocol === 'TCP_UDP';
  return transport === 'udp' ? udp : listener.protocol !== 'UDP';
}
