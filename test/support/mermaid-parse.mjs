// Parses diagrams as mermaid does, without a browser: a JSON list of texts in, a JSON list of messages out ("" is valid).
// Only labels are sanitized in a page, so here the sanitizer may stand still.
import { readFileSync } from 'node:fs';
import DOMPurify from 'dompurify';

Object.assign(DOMPurify, { addHook: () => {}, sanitize: (text) => text });
const { default: mermaid } = await import('mermaid');
const messages = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  messages.push(
    await mermaid.parse(text).then(
      () => '',
      (error) => String(error.message),
    ),
  );
}
process.stdout.write(JSON.stringify(messages));
