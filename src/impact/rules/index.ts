import type { ResourceChange } from '../changes';
import type { StackPair } from '../pair';
import { dataDetached, dataGone, retentionShortened } from './data';
import { created, recreatedOrRemoved, updated } from './default';
import { expiryShortened } from './expiry';
import { deletionProtectionOff, retainWeakened } from './guards';
import { addressMapping, identityGone, ipv6Lost, securityGroupToggled } from './identity';
import { endpointLost } from './listener';
import { conditionChanged, customResource, loopChanged, nestedUnread, unknownProperty, unknownType } from './opaque';
import { admissionGrows, propertyOpens, wayOpens } from './openings';
import { boundaryWeakened, privilegeGrows, roleExchanged } from './privileges';
import { newRevision, partChanged } from './revision';
import type { Rule } from './rule';
import {
  deploymentChanged,
  environmentChanged,
  macroChanged,
  outputsChanged,
  sectionChanged,
  stackAdded,
  stackRemoved,
  stackRenamed,
  stackTagsChanged,
  terminationProtectionOff,
} from './stack';

/** What a template difference alone does not say about a resource. */
export const RESOURCE_RULES: readonly Rule<ResourceChange>[] = [
  identityGone,
  addressMapping,
  securityGroupToggled,
  ipv6Lost,
  endpointLost,
  dataGone,
  dataDetached,
  retentionShortened,
  expiryShortened,
  retainWeakened,
  deletionProtectionOff,
  unknownType,
  unknownProperty,
  customResource,
  loopChanged,
  conditionChanged,
  nestedUnread,
  propertyOpens,
  wayOpens,
  privilegeGrows,
  boundaryWeakened,
  admissionGrows,
  roleExchanged,
  newRevision,
  partChanged,
];

/** What CloudFormation does by itself; the first that applies, where no rule above decides. */
export const DEFAULT_RULES: readonly Rule<ResourceChange>[] = [recreatedOrRemoved, updated, created];

/** What no template shows: the stack as a whole. */
export const STACK_RULES: readonly Rule<StackPair>[] = [
  stackRenamed,
  stackRemoved,
  stackAdded,
  terminationProtectionOff,
  environmentChanged,
  stackTagsChanged,
  deploymentChanged,
  macroChanged,
  outputsChanged,
  sectionChanged,
];
