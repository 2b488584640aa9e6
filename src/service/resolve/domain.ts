import type { Addresses, Domain } from '../../model/model';
import { type DomainOptions, DomainRecord } from '../../options';
import { type Checks, checkReference } from './checks';

const NAME = /^(?=.{1,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;
const HOSTED_ZONE = /^Z[A-Z0-9]{1,31}$/;

export function resolveDomain(options: DomainOptions, addresses: Addresses, checks: Checks): Domain {
  const { recordName, hostedZoneId } = options;
  checks.text('recordName', recordName, NAME, 'a complete domain name without a dot at its end', 'dns.example.com');
  const zoneName = options.zoneName ?? recordName.split('.').slice(1).join('.');
  if (options.zoneName !== undefined) {
    checks.text('zoneName', zoneName, NAME, 'a domain name without a dot at its end', 'example.com');
    if (recordName !== zoneName && !recordName.endsWith(`.${zoneName}`)) {
      checks.refuse(
        'zoneName',
        zoneName,
        `the record '${recordName}' does not lie in this zone`,
        "Name the zone that holds the record, or give a 'recordName' below it.",
      );
    }
  }
  if (hostedZoneId !== undefined) {
    checkReference(
      checks,
      'hostedZoneId',
      hostedZoneId,
      HOSTED_ZONE,
      'the ID of a hosted zone',
      'Z0123456789ABCDEFGHIJ',
    );
  }
  const record = options.record ?? DomainRecord.ALIAS;
  checkRecord(options, { record, recordName, zoneName }, addresses, checks);
  return {
    recordName,
    zoneName,
    ...(hostedZoneId === undefined ? {} : { hostedZoneId }),
    record,
    ttlSeconds: checks.integer('ttlSeconds', options.ttlSeconds ?? 300, 0, 2147483647, ' seconds'),
  };
}

function checkRecord(
  options: DomainOptions,
  { record, recordName, zoneName }: Pick<Domain, 'record' | 'recordName' | 'zoneName'>,
  addresses: Addresses,
  checks: Checks,
): void {
  const inRoute53 = options.hostedZoneId !== undefined;
  const unknown = addresses.source === 'imported' && addresses.publicIps === undefined;
  if (record === DomainRecord.ADDRESSES && (addresses.source === 'none' || unknown)) {
    checks.refuse(
      'record',
      record,
      unknown
        ? 'the addresses behind allocation IDs are not known without a look-up'
        : 'the load balancer has no fixed addresses',
      unknown
        ? "State them as 'addresses.publicIps', or use DomainRecord.ALIAS."
        : "Use DomainRecord.ALIAS, or give 'addresses'.",
    );
  }
  if (record === DomainRecord.ALIAS && !inRoute53 && recordName === zoneName) {
    checks.refuse(
      'record',
      record,
      'outside of Route 53 the name of the load balancer takes a CNAME, and the name of a zone itself cannot have one',
      "Use a name below the zone, or DomainRecord.ADDRESSES, or give 'hostedZoneId'.",
    );
  }
  if (record === DomainRecord.ALIAS && inRoute53 && options.ttlSeconds !== undefined) {
    checks.refuse(
      'ttlSeconds',
      options.ttlSeconds,
      'an alias has the time to live of what it leads to',
      'Remove it, or use DomainRecord.ADDRESSES.',
    );
  }
}
