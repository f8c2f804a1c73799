import type { Carers, Consents } from '../../shared/consent/contract.ts';
import { ago } from '../specialist/fixtures.ts';

/** What a patient of the story has decided; for previews. */
export const consents: Consents = { textVersion: '2026-11', consents: [
  { purpose: 'treatment', basis: 'law', choice: 'permit' },
  { purpose: 'remote-consultation', basis: 'law', choice: 'permit', decided: { at: ago(3000), by: 'Vàng Thị Mẫu' } },
  { purpose: 'sharing', basis: 'law', choice: 'deny', decided: { at: ago(60), by: 'Vàng Thị Mẫu' } },
  { purpose: 'research', basis: 'consent', choice: 'deny' },
  { purpose: 'recording', basis: 'consent', choice: 'deny' },
] };

/** Who cares for the patient, and who did. */
export const carers: Carers = { carers: [
  { id: 'c1', name: 'Vàng Thị Thử', kind: 'child', citizenId: '********0022', from: ago(9000), active: true },
  { id: 'c2', name: 'Lò Văn Thử', kind: 'spouse', citizenId: '********0033', from: ago(90_000), until: ago(3000), active: false },
] };
