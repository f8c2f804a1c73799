import type { PersonLookupAnswer } from '../../shared/identity/contract.ts';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { aCard, anAnswer, aPatient } from './fixtures.ts';
import { FindPerson } from './FindPerson.tsx';
import { emptyForm } from './newPatient.ts';
import { NewPatient } from './NewPatient.tsx';
import { PersonFound } from './PersonFound.tsx';

const nothing = () => undefined;
const find = { busy: false, onLookup: nothing, onWithoutCard: nothing };
const found = (name: string, title: string, over: Partial<PersonLookupAnswer>): Preview => ({
  name, title, show: () => <PersonFound answer={anAnswer(over)} onChoose={nothing} onNew={nothing} onAnother={nothing} />,
});
const newPatient = { draft: { value: emptyForm, change: nothing }, via: 'typed', notSameAs: [], busy: false, onRegister: nothing, onBack: nothing } as const;
const newcomer = { card: { ...aCard, name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', citizenId: '012192000033' }, citizenId: '012192000033', match: undefined };

export const deskPreviews: PreviewGroup = {
  group: 'desk',
  previews: [
    { name: 'find', title: 'Tìm người', show: () => <FindPerson {...find} /> },
    { name: 'typing', title: 'Đang gõ số', show: () => <FindPerson {...find} typed="012 185 000" /> },
    { name: 'input-method', title: 'Máy quét qua bộ gõ', show: () => <FindPerson {...find} typed="012185000011\\\\Vàng Thị Mâũ\\14031985\\Nữ\\Bản Thử 1\\15062021" /> },
    { name: 'refused', title: 'Mã QR sai', show: () => <FindPerson {...find} problem={{ code: 'IDENTITY_CARD_NOT_A_CARD', title: 'Đây không phải mã của thẻ căn cước', detail: 'Hãy quét mã QR ở góc trên bên phải của thẻ.', status: 422, correlationId: '0193b2a0' }} /> },
    found('match', 'Có hồ sơ', {}),
    found('warnings', 'Có hồ sơ, thẻ khác hồ sơ', { warnings: ['sex-differs-from-number'], differences: [{ field: 'name', card: 'Vàng Thị Mẫu', record: 'Vàng Thị Mấu' }, { field: 'birthDate', card: '1985-03-14', record: '1985' }] }),
    found('newcomer', 'Chưa có hồ sơ', newcomer),
    found('duplicates', 'Có thể trùng', { ...newcomer, possibleDuplicates: [{ ...aPatient, id: 'other', name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', citizenId: '••••••••0999' }] }),
    found('unknown-number', 'Số chưa có', { card: undefined, match: undefined }),
    { name: 'new-from-card', title: 'Hồ sơ mới từ thẻ', show: () => <NewPatient {...newPatient} card={newcomer.card} via="camera" /> },
    { name: 'new-typed', title: 'Hồ sơ mới không thẻ', show: () => <NewPatient {...newPatient} /> },
  ],
};
