/**
 * Behaviours of the template that an existing repository takes up when its owner says so.
 *
 * A change of the template that replaces, loses or broadens something that runs is a behaviour: off in repositories
 * that were created before it (their `baseline` is older), on in new ones. Each says what switching it on does.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the first version of the template has none
export interface BehaviourOptions {}
