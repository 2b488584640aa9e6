import { describeGrant, grantsOf, grownGrants, identityOf } from '../../permissions/iam';
import { broadened, type TemplateRule } from '../template-rule';

/** What roles may do is compared as a whole, wherever in the stack it is written. */
export const rule: TemplateRule = {
  id: 'permission-grows',
  drafts: (comparison) => {
    const [old, fresh] = [comparison.before.template.Resources, comparison.after.template.Resources];
    return grownGrants(grantsOf(old), grantsOf(fresh)).flatMap((grant) =>
      broadened(rule, comparison, grant.logicalId, describeGrant(grant), identityOf(grant)),
    );
  },
};
