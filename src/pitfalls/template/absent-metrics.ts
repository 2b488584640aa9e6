/** Metrics that are published only while they are not zero. */
export const SPARSE =
  /(_UDP$|^SecurityGroupBlockedFlowCount|^UnhealthyRoutingFlowCount$|^PortAllocationErrorCount$|^RejectedFlowCount$)/;

/** Namespaces of the other kinds of load balancers. */
export const OTHER_BALANCERS: readonly string[] = ['AWS/ApplicationELB', 'AWS/ELB', 'AWS/GatewayELB'];
