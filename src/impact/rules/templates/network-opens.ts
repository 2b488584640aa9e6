import { describeRule, grownRules, identityOf, networkRulesOf } from '../../permissions/network';
import { broadened, type TemplateRule } from '../template-rule';

/** The rules of security groups are compared as a whole, wherever in the stack they are written. */
export const rule: TemplateRule = {
  id: 'network-opens',
  drafts: (comparison) => {
    const [old, fresh] = [comparison.before.template.Resources, comparison.after.template.Resources];
    return grownRules(networkRulesOf(old), networkRulesOf(fresh)).flatMap((grown) =>
      broadened(rule, comparison, grown.logicalId, describeRule(grown), identityOf(grown)),
    );
  },
};
