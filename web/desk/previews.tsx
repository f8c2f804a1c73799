import type { PersonLookupAnswer } from '../../shared/identity/contract.ts';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import './desk.css';
import { aCard, anAlike, anAnswer } from './fixtures.ts';
import { FindPerson } from './FindPerson.tsx';
import { emptyForm } from './newPatient.ts';
import { NewPatient } from './NewPatient.tsx';
import { PersonFound } from './PersonFound.tsx';

const nothing = () => undefined;
const find = { busy: false, onLookup: nothing, onWithoutCard: nothing };
const found = (name: string, title: string, over: Partial<PersonLookupAnswer>): Preview => ({
  name, title, show: () => <PersonFound answer={anAnswer(over)} onChoose={nothing} onCompare={nothing} onReport={nothing} onNew={nothing} onAnother={nothing} />,
});
const newPatient = { draft: { value: emptyForm, change: nothing }, via: 'typed', notSameAs: [], busy: false, onRegister: nothing, onChoose: nothing, onHolder: nothing, onBack: nothing } as const;
const newcomer = { card: { ...aCard, name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', citizenId: '012192000033' }, citizenId: '012192000033', match: undefined, known: [] };

const refused = { status: 409, correlationId: '0193b2a0', detail: 'Chưa có gì được lưu.' } as const;
const alike = { ...refused, code: 'IDENTITY_POSSIBLE_DUPLICATE', title: 'Có thể đã có hồ sơ', help: [anAlike(), anAlike({ id: 'q', likely: false, here: false, birthDate: '1985' })] };
const held = { ...refused, code: 'IDENTITY_ALREADY_REGISTERED', title: 'Người này đã có hồ sơ', help: anAlike({ name: 'Giàng Thị Thử', birthDate: '1961' }) };

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
    found('duplicates', 'Có thể trùng', { ...newcomer, possibleDuplicates: [anAlike({ name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09' }), anAlike({ id: 'far', name: 'LUONG THI NGOC THU', birthDate: '1992', address: undefined, lastVisit: undefined, likely: false, here: false })], moreAlike: true }),
    found('match-twice', 'Có hồ sơ, và một hồ sơ nữa', { possibleDuplicates: [anAlike()] }),
    found('match-elsewhere', 'Hồ sơ của trạm khác', { known: [], match: { id: 'p', name: 'Đặng Văn Mẫu', birthDate: '1958', sex: 'male', citizenId: '********0022' }, card: undefined }),
    found('others-card', 'Thẻ khác hẳn hồ sơ', { differences: [{ field: 'name', card: 'Vàng Thị Mẫu', record: 'Giàng Thị Thử' }, { field: 'birthDate', card: '1985-03-14', record: '1961-07-02' }] }),
    found('card-adds', 'Thẻ bổ sung hồ sơ', { differences: [{ field: 'birthDate', card: '1985-03-14', record: '1985' }, { field: 'address', card: aCard.address ?? '' }] }),
    found('unknown-number', 'Số chưa có', { card: undefined, match: undefined }),
    { name: 'new-from-card', title: 'Hồ sơ mới từ thẻ', show: () => <NewPatient {...newPatient} card={newcomer.card} via="camera" /> },
    { name: 'other-qr', title: 'QR chuyển tiền', show: () => <FindPerson {...find} typed="00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704" /> },
    { name: 'other-qr-link', title: 'QR trang web', show: () => <FindPerson {...find} typed="https://mau.example/khuyen-mai" /> },
    { name: 'other-qr-long', title: 'QR quá dài', show: () => <FindPerson {...find} typed={'x'.repeat(5000)} /> },
    { name: 'new-child', title: 'Hồ sơ mới: trẻ chưa có thẻ', show: () => <NewPatient {...newPatient} draft={{ value: { ...emptyForm, papers: 'child', name: 'Lường Bé Thử', birthDate: '05/2026' }, change: nothing }} /> },
    { name: 'new-foreigner', title: 'Hồ sơ mới: người nước ngoài', show: () => <NewPatient {...newPatient} draft={{ value: { ...emptyForm, papers: 'foreigner' }, change: nothing }} /> },
    { name: 'new-alike', title: 'Hồ sơ mới: có thể đã có', show: () => <NewPatient {...newPatient} problem={alike} /> },
    { name: 'new-held', title: 'Hồ sơ mới: số đang thuộc người khác', show: () => <NewPatient {...newPatient} problem={held} /> },
    { name: 'new-typed', title: 'Hồ sơ mới không thẻ', show: () => <NewPatient {...newPatient} /> },
  ],
};
