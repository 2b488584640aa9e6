import { optionRule } from '../themes/options';

/** Seconds between the notice of a Spot interruption and its end. */
const NOTICE_SECONDS = 120;

/** P13: the gate stops first, the application after it, and both within the notice. */
export const longDrain = optionRule('stops that last longer than the notice of Spot', function* (stage) {
  const { application, capacity, healthGate } = stage;
  const gate = healthGate?.stopTimeoutSeconds ?? 0;
  if (capacity.spot === undefined || gate + application.stopTimeoutSeconds <= NOTICE_SECONDS) return;
  yield {
    level: 'error',
    isBinding: true,
    option: 'capacity.spot',
    message: `A Spot task is gone ${NOTICE_SECONDS} s after its notice, and the gate (${gate} s) and the application (${application.stopTimeoutSeconds} s) stop one after the other.`,
    remedy:
      "Lower 'application.stopTimeoutSeconds' or 'healthGate.drainSeconds' until both fit, or remove 'capacity.spot'.",
  };
});
