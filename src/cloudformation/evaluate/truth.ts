/**
 * Three-valued logic. A template leaves values open (parameters, imports, custom resources), and a rule
 * that took "not known" for "no" would raise false alarms.
 */
export type Truth = boolean | 'unknown';

/** The opposite; what is unknown stays unknown. */
export function not(value: Truth): Truth {
  return value === 'unknown' ? 'unknown' : !value;
}

/** True as soon as one is true, false only if every one is false. */
export function or(values: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const value of values) {
    if (value === true) return true;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** False as soon as one is false, true only if every one is true. */
export function and(values: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const value of values) {
    if (value === false) return false;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}
