import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { parseSync } from 'rolldown/utils';

export type Import = {
  /** Paths from the root, with slashes. `to` is a package's name when it is not one of our files. */
  readonly from: string;
  readonly to: string;
  readonly ours: boolean;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
};

const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.local', 'fixtures', 'coverage']);

/** Every TypeScript file below a folder, generated and vendored folders left out. */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
      return /\.tsx?$/.test(entry.name) ? [path] : [];
    });
  const present = new Set(readdirSync(root));
  return folders.filter((folder) => present.has(folder)).flatMap((folder) => walk(join(root, folder)));
}

/** What a file imports or re-exports, types included, as a parser reads it. */
export function importsOf(root: string, file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const { module } = parseSync(file, source);
  const from = relative(root, file).split(sep).join('/');
  const found: { request: string; typeOnly: boolean }[] = [
    ...module.staticImports.map((i) => ({
      request: i.moduleRequest.value,
      typeOnly: i.entries.length > 0 && i.entries.every((e) => e.isType),
    })),
    ...module.staticExports.flatMap((e) =>
      e.entries.flatMap((entry) => (entry.moduleRequest ? [{ request: entry.moduleRequest.value, typeOnly: entry.isType }] : [])),
    ),
    ...module.dynamicImports.flatMap((i) => {
      const literal = /^['"`]([^'"`$]+)['"`]$/.exec(source.slice(i.moduleRequest.start, i.moduleRequest.end));
      return literal?.[1] ? [{ request: literal[1], typeOnly: false }] : [];
    }),
  ];
  return found.map(({ request, typeOnly }) => {
    if (!request.startsWith('.')) return { from, to: request, ours: false, typeOnly };
    return { from, to: normalize(join(dirname(from), request.replace(/\?.*$/, ''))).split(sep).join('/'), ours: true, typeOnly };
  });
}
