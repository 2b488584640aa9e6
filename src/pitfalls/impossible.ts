/** Why a wrong container or port cannot be registered. */
export const NAMED_TARGET =
  'The target is always named by container, port and protocol; no option takes a default target or an index.';

/** Why load balancer and tasks cannot be closed to each other. */
export const GROUP_IS_WIRED =
  'The stacks always give the load balancer its own security group and wire it to the tasks for every service and health port.';
