/**
 * Writes the pages of docs/ that are made from the code: `npm run docs`. With --check it changes nothing and fails
 * when a page is not what the code says.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { statePage } from '../shared/consultation/statePage.ts';
import { policyPage } from '../shared/identity/policyTable.ts';
import { guidePages } from './docs/guidePages.ts';
import { routePolicy } from './docs/routePolicy.ts';
import { errorCatalogue } from './docs/errorCatalogue.ts';

const docs = join(import.meta.dirname, '../docs');

/** Each generated page with its text as it should be now. */
export const generatedPages = (): Readonly<Record<string, string>> => ({
  'errors.md': errorCatalogue(),
  'policy.md': policyPage().replace('## Groups of resource types', `${routePolicy()}\n## Groups of resource types`),
  'states.md': statePage(),
  ...guidePages(),
});

/** Names of the pages whose committed text is not what the code says. */
export function stalePages(): string[] {
  return Object.entries(generatedPages())
    .filter(([name, text]) => readOrEmpty(join(docs, name)) !== text)
    .map(([name]) => name);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = stalePages();
    if (stale.length > 0) {
      console.error(`docs/${stale.join(', docs/')} not as the code says: npm run docs`);
      process.exitCode = 1;
    }
  } else {
    for (const [name, text] of Object.entries(generatedPages())) {
      mkdirSync(dirname(join(docs, name)), { recursive: true });
      writeFileSync(join(docs, name), text);
    }
    console.log(`docs: ${Object.keys(generatedPages()).filter((name) => name.endsWith('.md')).join(', ')}`);
  }
}
