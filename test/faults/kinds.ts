import { isAnswered, type Command } from './clients.ts';

export type KindFigures = {
  sent: number;
  committed: number;
  /** By code. */
  refused: Record<string, number>;
  /** Commands that were sent more than once, and all of their tries. */
  sentAgain: number;
  tries: number;
  /** Answered in the end from the record of an earlier try. */
  fromRecord: number;
  /** Sent once more after all, with the same answer and no effect. */
  repeated: number;
};

/** What became of the commands, kind by kind. */
export function byKind(commands: readonly Command[], repeated: readonly Command[]): Readonly<Record<string, KindFigures>> {
  const kinds: Record<string, KindFigures> = {};
  for (const command of commands) {
    const { kind, status, tries, replayed } = command;
    const of = (kinds[kind] ??= { sent: 0, committed: 0, refused: {}, sentAgain: 0, tries: 0, fromRecord: 0, repeated: 0 });
    of.sent += 1;
    of.tries += tries;
    if (tries > 1) of.sentAgain += 1;
    if (!isAnswered(command)) continue;
    if (status < 300) of.committed += 1;
    else of.refused[codeOf(command)] = (of.refused[codeOf(command)] ?? 0) + 1;
    if (replayed) of.fromRecord += 1;
    if (repeated.includes(command)) of.repeated += 1;
  }
  return kinds;
}

const codeOf = ({ status, answer }: Command): string => (answer as { readonly code?: string } | undefined)?.code ?? String(status);
