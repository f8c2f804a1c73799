import { problems } from '../../functions/_http/problems/index.ts';

const area = (code: string): string => code.split('_')[0] ?? code;
const cell = (text: string): string => text.replace(/\|/g, '\\|');

/** docs/errors.md: every permanent code with its status and its words. */
export function errorCatalogue(): string {
  const codes = Object.keys(problems).toSorted();
  const areas = [...new Set(codes.map(area))];
  const lines = [
    '# Errors',
    '',
    'Made from `functions/_http/problems` by `npm run docs`; do not edit.',
    '',
    'Every refusal is `application/problem+json` (RFC 9457) with a permanent `code`, `correlationId`, and words in Vietnamese,',
    'or in English when `Accept-Language` prefers it. `/fhir` answers with an OperationOutcome that carries the same code in',
    '`issue.details.coding`. `at` is a JSON pointer into the body; `help` is data to go on with, e.g. the next free slots.',
    'A code is never reused; its words may change.',
  ];
  for (const name of areas) {
    lines.push('', `## ${name}`, '', '| code | status | tiếng Việt | English |', '|---|---|---|---|');
    for (const code of codes.filter((c) => area(c) === name)) {
      const entry = problems[code];
      if (!entry) continue;
      lines.push(`| \`${code}\` | ${entry.status} | **${cell(entry.vi.title)}.** ${cell(entry.vi.detail)} | **${cell(entry.en.title)}.** ${cell(entry.en.detail)} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
