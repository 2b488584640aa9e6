import { type App, Stack } from 'aws-cdk-lib/core';
import type { TemplateVersion } from './model';

/**
 * Writes into every stack which template made it. As metadata of the stack it touches no resource, where a tag would
 * change them all with every upgrade.
 */
export function recordTemplate(app: App, { name, version, preset }: TemplateVersion): void {
  const versions = { [name]: { version }, ...(preset && { [preset.name]: { version: preset.version } }) };
  for (const stack of app.node.children.filter(Stack.isStack)) {
    stack.templateOptions.metadata = { ...stack.templateOptions.metadata, ...versions };
  }
}
