import type { Posted, SocketPoster } from './ports.ts';

/** Remembers what was posted; what `answers` names for a connection is answered, else it was sent. */
export function fakeSocketPoster(answers: Readonly<Record<string, Posted>> = {}): SocketPoster & { readonly posted: { readonly connection: string; readonly text: string }[] } {
  const posted: { connection: string; text: string }[] = [];
  return {
    posted,
    async post(connection, text) {
      posted.push({ connection, text });
      return answers[connection] ?? { kind: 'sent' };
    },
  };
}
