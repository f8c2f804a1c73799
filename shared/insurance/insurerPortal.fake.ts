import type { CardQuery, HistoryReply, InsuredHistory, InsurerPortal, PortalReply } from './ports.ts';

/** A portal that replies by key as told, and keeps what it was asked; an unknown key gets 050. */
export function fakeInsurerPortal(replies: Readonly<Record<string, PortalReply>> = {}): InsurerPortal & { readonly asked: CardQuery[] } {
  const asked: CardQuery[] = [];
  return {
    asked,
    async lookUp(query) {
      asked.push(query);
      return replies[query.key] ?? { kind: 'answered', resultCode: '050' };
    },
  };
}

/** A history that gives the replies in turn, the last one for ever, and keeps what it was asked. */
export function fakeInsuredHistory(...replies: readonly HistoryReply[]): InsuredHistory & { readonly asked: CardQuery[] } {
  const asked: CardQuery[] = [];
  return {
    asked,
    async historyOf(query) {
      asked.push(query);
      return replies[Math.min(asked.length, replies.length) - 1] ?? { kind: 'answered', resultCode: '000', visits: [] };
    },
  };
}
