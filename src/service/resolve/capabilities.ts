import type { Image } from '../../model/model';
import type { Checks } from './checks';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
const CAPABILITIES: readonly string[] = [
  'ALL',
  'AUDIT_CONTROL',
  'AUDIT_WRITE',
  'BLOCK_SUSPEND',
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'IPC_LOCK',
  'IPC_OWNER',
  'KILL',
  'LEASE',
  'LINUX_IMMUTABLE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_CHROOT',
  'SYS_MODULE',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'SYSLOG',
  'WAKE_ALARM',
];

/** What a container does without: everything, where the image is built here and so can be made to go without. */
export function resolveDropCapabilities(
  given: readonly string[] | undefined,
  image: Image,
  checks: Checks,
): readonly string[] | undefined {
  if (given === undefined) return image.source === 'asset' ? ['ALL'] : undefined;
  for (const name of given.filter((one) => !CAPABILITIES.includes(one))) {
    const meant = name.toUpperCase().replace(/^CAP_/, '');
    checks.refuse(
      'dropCapabilities',
      name,
      'not a Linux capability that ECS knows',
      CAPABILITIES.includes(meant) ? `Write '${meant}'.` : `Use 'ALL' or names such as 'NET_RAW' and 'SYS_CHROOT'.`,
    );
  }
  checks.unique('dropCapabilities', given, 'the capability is named twice', 'Name each capability once.');
  if (given.includes('ALL') && given.length > 1) {
    checks.refuse('dropCapabilities', given, "'ALL' includes the others", "Give ['ALL'], or leave 'ALL' out.");
  }
  return given.length === 0 ? undefined : [...given].sort();
}
