import type { Preset } from '../preset';
import { GAMES } from './games';
import { INFRASTRUCTURE } from './infrastructure';
import { MEDIA } from './media';
import { PASSIVE, REFUSED } from './passive';

/** Every preset, in the order in which documentation shows them. */
export const PRESETS: readonly Preset[] = [...INFRASTRUCTURE, ...MEDIA, ...GAMES, ...PASSIVE, ...REFUSED];

/** The preset of a name or of an alias. */
export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name || preset.aliases?.includes(name));
}

/** Names of the presets that can be used. */
export function presetNames(): string[] {
  return PRESETS.filter(({ kind }) => kind !== 'refused').map(({ name }) => name);
}
