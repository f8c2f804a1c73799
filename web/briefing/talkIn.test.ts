import { describe, expect, it } from '@jest/globals';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import { talkIn } from './talkIn.ts';

const view = {
  state: 'open', mayWrite: true,
  attendance: [{ person: { id: 'n1', name: 'Lò Thị Mẫu' }, facility: { id: 't1', name: 'Trạm Mẫu' }, stays: [] }],
  messages: [{ id: 'm1', at: '', by: { id: 'n1', name: 'Lò Thị Mẫu' }, text: 'một' }, { id: 'm2', at: '', by: { id: 'n2', name: 'Lò Thị Mẫu' }, text: 'hai' }],
} as unknown as BriefingView;
const authors = (practitioner?: string) => {
  const { messages, own } = talkIn(view, practitioner ? { name: 'Lò Thị Mẫu', practitioner } : undefined);
  return messages.map(({ by }) => (by === own ? 'own' : by));
};

describe('messages of a briefing', () => {
  it('are one’s own by who wrote them and not by the name, and of others with the facility where the room knows it', () => {
    expect(authors('Practitioner/n1')).toEqual(['own', 'Lò Thị Mẫu']);
    expect(authors('Practitioner/n2')).toEqual(['Lò Thị Mẫu, Trạm Mẫu', 'own']);
    expect(authors()).toEqual(['Lò Thị Mẫu, Trạm Mẫu', 'Lò Thị Mẫu']);
  });
  it('are written while the briefing takes them, and never before it is known', () => {
    expect([talkIn(view, undefined).mayWrite, talkIn({ ...view, mayWrite: false }, undefined).mayWrite, talkIn(undefined, undefined).mayWrite]).toEqual([true, false, false]);
  });
});
