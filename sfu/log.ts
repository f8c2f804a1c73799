type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

const write = (level: 'info' | 'warn' | 'error') => (event: string, fields: Fields = {}) => {
  process.stdout.write(`${JSON.stringify({ level, event, at: new Date().toISOString(), ...fields })}\n`);
};

/** One JSON line an entry: ids, codes and counts. Never a name, a token, an address or a message's text. */
export const log = { info: write('info'), warn: write('warn'), error: write('error') };
