import { transformSync } from 'esbuild';

const compile = (source, file) => {
  const { code, map } = transformSync(source, { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact', format: 'esm', sourcemap: true, sourcefile: file });
  return { code, map };
};

export default { process: compile, processAsync: async (source, file) => compile(source, file) };
