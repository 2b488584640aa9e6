/** The anchors that GitHub gives to the headings of a Markdown text. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title] of withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = slugOf(title);
    let anchor = slug;
    // The second heading of the same name gets a number, and so on.
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The anchors within the text itself that its links name. */
export function linkedAnchors(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
}

/** Lower case; letters, digits, underscores and hyphens stay, blanks become hyphens, all else goes. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** A line of shell that begins with a hash is no heading. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^( *)```[\s\S]*?^\1```/gm, '');
}
