import type { CardQuery, InsurerPortal, PortalReply } from './ports.ts';

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
