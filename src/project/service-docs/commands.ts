/** What a command of the alarm catalogue leaves open, as a variable of the shell. */
const VARIABLES: Readonly<Record<string, string>> = {
  loadBalancer: '"$LOAD_BALANCER"',
  loadBalancerSecurityGroup: '"$LOAD_BALANCER_SECURITY_GROUP"',
  targetGroup: '"$TARGET_GROUP"',
  cluster: '"$CLUSTER"',
  service: '"$SERVICE"',
  gateLog: '"$GATE_LOG"',
};

/** A command of the alarm catalogue for a shell in which the resources are named. */
export function inShell(command: string): string {
  const named = command
    .replace(' --region {region}', '')
    .replace(/\{(\w+)\}/g, (placeholder, name: string) => VARIABLES[name] ?? placeholder);
  return named.includes('$TARGET_GROUP"') ? `for TARGET_GROUP in $(echo "$TARGET_GROUPS"); do ${named}; done` : named;
}
