import { compareAssets } from '../../assets';
import type { Draft } from '../../finding';
import { placeOf, type TemplateRule } from '../template-rule';

/** The content behind an asset hash, which no template shows. */
export const rule: TemplateRule = {
  id: 'asset-content',
  drafts: ({ pair, name, before, after }) => {
    if (pair.kind !== 'paired') return [];
    const [left, right] = [pair.before.assets, pair.after.assets];
    return [...after.assets].flatMap(([logicalId, uses]) => {
      const old = before.assets.get(logicalId);
      if (old === undefined) return [];
      return [...uses].flatMap(([property, hash]): Draft[] => {
        const oldHash = old.get(property);
        if (oldHash === undefined) return [];
        const difference = compareAssets(left.get(oldHash), right.get(hash));
        if (oldHash === hash && difference.files.length === 0) return [];
        return [
          {
            rule: rule.id,
            level: 'in-place',
            reason: reasonOf(property, oldHash === hash, difference),
            remedy: 'Review the listed files as you review code: they run after the next deployment.',
            files: difference.files,
            detail: [property],
            ...placeOf(name, logicalId, after.template.Resources[logicalId]),
          },
        ];
      });
    });
  },
};

function reasonOf(
  property: string,
  sameHash: boolean,
  { readable, files, build }: ReturnType<typeof compareAssets>,
): string {
  const subject = `The asset behind ${property.replace(/^Properties\./, '').split('.Fn::')[0]}`;
  if (!readable) return `${subject} changes; its content is not at hand on both sides.`;
  if (files.length === 0)
    return `${subject} changes by ${build ? 'how it is built' : 'its hash alone'}; no file differs.`;
  const how = `${files.length} ${files.length === 1 ? 'file differs' : 'files differ'}${build ? ', and how it is built' : ''}`;
  return sameHash
    ? `${subject} changes without another hash (${how}): it is not published again where that hash exists.`
    : `${subject} changes: ${how}.`;
}
