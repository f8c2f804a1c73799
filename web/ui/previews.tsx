import { useState } from 'preact/hooks';
import type { FreeSlot } from '../../shared/booking/contract.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { Welcome } from '../shell/Welcome.tsx';
import { Button } from './Button.tsx';
import { ErrorSummary } from './ErrorSummary.tsx';
import { EmptyState, Loading, ProblemView } from './Feedback.tsx';
import { Checkbox, RadioCards, Select, TextArea, TextField } from './Field.tsx';
import { Table } from './List.tsx';
import { Panel } from './Panel.tsx';
import { PhotoPicker, type Photo } from './PhotoPicker.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { SlotPicker } from './SlotPicker.tsx';
import { StatusTag, type Tone } from './StatusTag.tsx';
import { VitalsChart } from './VitalsChart.tsx';
import { Wait } from './Wait.tsx';

const tones: readonly Tone[] = ['neutral', 'waiting', 'active', 'attention', 'danger', 'done', 'stopped'];

export const someSlots: readonly FreeSlot[] = [23, 24, 26].flatMap((d) =>
  ['01:00', '01:30', '02:00', '07:00'].map((hour, n) => ({
    id: `slot-${String(d)}-${String(n)}`, start: `2026-11-${String(d)}T${hour}:00Z`, end: `2026-11-${String(d)}T${hour}:00Z`, specialty: 'cardiology',
    practitioner: { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' }, facility: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' },
  })),
);

const pressure = {
  code: 'blood-pressure', unit: 'mm[Hg]',
  points: [['2026-08-02', 138, 86], ['2026-09-10', 146, 90], ['2026-10-21', 152, 94], ['2026-11-22', 158, 96]].map(([at, value, second]) => ({ at: `${String(at)}T02:00:00Z`, value: Number(value), second: Number(second) })),
} as const;

function Form() {
  const [text, setText] = useState('37,2');
  const [slot, setSlot] = useState<string | undefined>(undefined);
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [on, setOn] = useState(false);
  const errors = { temperature: 'Nhiệt độ phải từ 25 đến 45 °C.', note: 'Hãy viết triệu chứng.' };
  return (
    <div class="stack-loose">
      <h1>Biểu mẫu</h1>
      <ErrorSummary errors={errors} attempt={0} />
      <TextField id="temperature" label="Nhiệt độ" hint="Đo ở nách" unit="°C" look="short" value={text} onInput={setText} error={errors.temperature} />
      <TextArea id="note" label="Triệu chứng" value="Đau ngực khi gắng sức" onInput={() => undefined} max={24} error={errors.note} />
      <RadioCards id="priority" label="Mức độ" columns={3} value="urgent" onChange={() => undefined} options={[{ value: 'routine', label: 'Thường', hint: 'Trong vài ngày' }, { value: 'urgent', label: 'Khẩn', hint: 'Trong ngày' }, { value: 'stat', label: 'Cấp cứu', hint: 'Ngay' }]} />
      <Select id="facility" label="Nơi hỏi" value="a" onChange={() => undefined} options={[{ value: 'a', label: 'Bệnh viện Trung ương Mẫu' }]} />
      <Checkbox id="informed" label="Đã báo cho người bệnh" checked={on} onChange={setOn} />
      <SlotPicker id="slot" slots={someSlots} value={slot} onChange={setSlot} />
      <PhotoPicker id="photos" photos={photos} onChange={setPhotos} />
      <div class="row"><Button kind="primary">Gửi</Button><Button>Lưu</Button><Button kind="danger">Hủy</Button><Button kind="quiet">Thôi</Button><Button busy>Gửi</Button></div>
    </div>
  );
}

export const uiPreviews: PreviewGroup = {
  group: 'ui',
  previews: [
    { name: 'welcome', title: 'Chọn cách đăng nhập', show: () => <Welcome /> },
    { name: 'form', title: 'Các ô của biểu mẫu', show: () => <Form /> },
    { name: 'tags', title: 'Trạng thái', show: () => <><h1>Trạng thái</h1><div class="row">{tones.map((tone) => <StatusTag key={tone} tone={tone}>{tone}</StatusTag>)}</div><p><Wait since="2026-11-22T01:00:00Z" /></p></> },
    { name: 'chart', title: 'Biểu đồ', show: () => <><h1>Biểu đồ</h1><Panel><VitalsChart series={pressure} /></Panel></> },
    { name: 'feedback', title: 'Trống, đang tải, lỗi', show: () => (
      <>
        <h1>Phản hồi</h1><EmptyState title="Chưa có yêu cầu nào" action={<Button>Tiếp đón</Button>}>Quét thẻ để bắt đầu.</EmptyState><Loading />
        <ProblemView problem={{ code: 'BOOKING_SLOT_TAKEN', title: 'Giờ này vừa có người đặt', detail: 'Hãy chọn giờ khác.', status: 409, correlationId: '0193-abc' }} onRetry={() => undefined} />
        <Table caption="Bảng" head={['Thời điểm', 'Giá trị']} rows={[['22/11/2026 08:00', '158/96']]} /><ReadAloud text="Xin chào" />
      </>
    ) },
  ],
};
