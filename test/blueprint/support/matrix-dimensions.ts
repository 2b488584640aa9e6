import type { Case } from '../../../tools/pairwise';

/** What the services of the matrix differ in. */
export const DIMENSIONS = {
  network: ['public', 'nat', 'nat per zone', 'isolated', 'imported', 'imported, public', 'imported, isolated'],
  scheme: ['internal', 'internet-facing'],
  addresses: ['none', 'elastic', 'imported', 'private'],
  ports: ['UDP', 'TCP_UDP', 'TCP', 'TCP without gate', 'two ports', 'five ports'],
  check: ['HTTP', 'TCP'],
  image: ['asset', 'ECR', 'ECR of another account', 'registry'],
  zones: ['letters', 'full names', 'ordinals'],
  environment: ['given', 'agnostic'],
  stages: ['one', 'two accounts', 'inherited'],
  extras: ['none', 'exec', 'all'],
  clients: ['networks', 'networks and groups'],
  egress: ['all', 'kept alone', 'narrowed'],
  reach: ['own name', 'alias', 'addresses', 'elsewhere', 'PrivateLink'],
  existing: ['none', 'IDs', 'parameters'],
  flowLogs: ['none', 'logs', 'bucket'],
  capacity: ['scaled', 'fixed', 'spot', 'none'],
  operations: ['default', 'nothing', 'everything', 'existing topic'],
  trust: ['none', 'name', 'numbers and pull requests'],
  smokeTest: ['default', 'none'],
  security: ['standard', 'hardened'],
} as const;

/** One value of every dimension. */
export type MatrixCase = Case<typeof DIMENSIONS>;

/** Whether the settings that are decided so far go together. */
export function isSensible({
  network,
  scheme,
  addresses,
  zones,
  environment,
  ...settings
}: Partial<MatrixCase>): boolean {
  const publicAddress = addresses === 'elastic' || addresses === 'imported';
  const imported = network?.startsWith('imported');
  return (
    !(publicAddress && scheme === 'internal') &&
    !(addresses === 'private' && scheme === 'internet-facing') &&
    // Subnets are imported with the full names of their zones, and these belong to a region.
    !(imported && zones !== undefined && zones !== 'full names') &&
    !(imported === false && zones === 'full names' && environment === 'agnostic') &&
    // Security groups match private addresses.
    !(settings.clients === 'networks and groups' && scheme === 'internet-facing') &&
    !(settings.reach === 'addresses' && addresses === 'none') &&
    // A role lies in an account.
    !(settings.trust !== undefined && settings.trust !== 'none' && environment === 'agnostic') &&
    // Nothing in an imported VPC is changed, and the ECR endpoints of an isolated one serve its own region alone.
    !(settings.flowLogs !== undefined && settings.flowLogs !== 'none' && imported) &&
    !(network?.endsWith('isolated') && (settings.image === 'registry' || settings.image === 'ECR of another account'))
  );
}
