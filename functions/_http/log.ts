/** One JSON line an entry. Entries carry ids, codes and counts; never names, numbers of people, addresses or texts. */
type Fields = { readonly [name: string]: string | number | boolean | undefined | Error };

function write(level: 'info' | 'warn' | 'error', event: string, { error, ...fields }: Fields): void {
  // A message may quote data, so only the name and the place are written.
  const fault = error instanceof Error ? { error: error.name, stack: error.stack?.split('\n').slice(1, 6).join('|') } : {};
  process.stdout.write(`${JSON.stringify({ level, event, at: new Date().toISOString(), ...fields, ...fault })}\n`);
}

export const log = {
  info: (event: string, fields: Fields = {}) => write('info', event, fields),
  warn: (event: string, fields: Fields = {}) => write('warn', event, fields),
  error: (event: string, fields: Fields = {}) => write('error', event, fields),
};
