/** Where a pitfall is documented or was reported. */

export const nlbGuide = (page: string): string =>
  `https://docs.aws.amazon.com/elasticloadbalancing/latest/network/${page}.html`;

export const ecsGuide = (page: string): string =>
  `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/${page}.html`;

export const cloudFormation = (page: string): string =>
  `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/${page}.html`;

export const issue = (repository: string, number: number): string =>
  `https://github.com/${repository}/issues/${number}`;

export const NLB_SECURITY_GROUPS = nlbGuide('load-balancer-security-groups');
export const NLB_HEALTH_CHECKS = nlbGuide('target-group-health-checks');
export const NLB_TARGET_GROUP_ATTRIBUTES = nlbGuide('edit-target-group-attributes');
export const NLB_ATTRIBUTES = nlbGuide('edit-load-balancer-attributes');
export const NLB_LISTENERS = nlbGuide('load-balancer-listeners');
export const NLB_METRICS = nlbGuide('load-balancer-cloudwatch-metrics');
export const ECS_NLB = ecsGuide('nlb');

/** Where the pitfalls are documented. */
export const PITFALLS_DOCUMENT = 'https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/pitfalls.md';
