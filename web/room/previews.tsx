import './room.css';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import type { CallView } from './callClient.ts';
import { CallScreen } from './CallScreen.tsx';
import type { Tile } from './receiving.ts';
import { Ended } from './RoomStage.tsx';

const ignore = () => undefined;
const actions = { setMicrophone: ignore, setCamera: ignore, setLimit: ignore, showPeer: ignore, leave: ignore };

const person = (peer: string, name: string, role: RoomPerson['role'], change: Partial<RoomPerson> = {}): RoomPerson => ({ peer, name, role, speak: true, presence: 'present', microphone: true, camera: true, sharing: null, hand: null, step: 'sd', ...change });
const tile = (who: RoomPerson, picture: Tile['picture'] = 'off'): Tile => ({ person: who, picture });
const nurse = person('p1', 'Lò Thị Mẫu', 'station');
const specialist = person('p2', 'BS. Nguyễn Thị Hoà Mẫu', 'specialist');

const aView = (change: Partial<CallView>): CallView => ({
  state: { kind: 'in-call' }, tiles: [tile(specialist)], lobby: [], lobbyMode: 'automatic', self: undefined, microphone: true, camera: true, step: 'sd', limit: 'automatic', shared: undefined, sharing: undefined, pointers: new Map(), pinned: undefined, lastChat: undefined,
  wanted: { microphone: true, camera: true }, speaker: undefined, quality: { bytesPerMinute: 2_350_000, lostPercent: 0, concealedPercent: 0, framesPerSecond: 20, frozenMs: 0, jitterMs: 5, roundTripMs: 80 }, times: {}, ...change,
});
const show = (change: Partial<CallView>) => () => <CallScreen view={aView(change)} actions={actions} />;

/** Tracks can't be drawn in a fixture: these are the states without a picture; real ones are in test/integration. */
export const roomPreviews: PreviewGroup = {
  group: 'room',
  previews: [
    { name: 'waiting', title: 'Một mình trong phòng', show: show({ state: { kind: 'waiting', why: 'alone' }, tiles: [] }) },
    { name: 'lobby', title: 'Ở phòng chờ', show: show({ state: { kind: 'waiting', why: 'lobby' }, tiles: [], quality: undefined }) },
    { name: 'call', title: 'Đang gọi, một người chờ ngoài', show: show({ speaker: 'p2', lobby: [person('p9', 'Vàng Văn Thử', 'relative', { presence: 'lobby' })] }) },
    { name: 'many', title: 'Năm người', show: show({ tiles: [tile(specialist, 'reduced'), tile({ ...nurse, microphone: false }), tile(person('p3', 'Vàng Thị Mẫu', 'patient')), tile(person('p4', 'Vàng Văn Thử', 'relative', { presence: 'lost' })), tile(person('p5', 'Vũ Văn Thử', 'observer', { speak: false, microphone: false }))] }) },
    { name: 'audio-only', title: 'Chỉ dùng tiếng', show: show({ state: { kind: 'audio-only' }, step: 'audio', limit: 'audio', camera: false }) },
    { name: 'audio-by-link', title: 'Mạng rất yếu, chỉ còn tiếng', show: show({ state: { kind: 'audio-only' }, step: 'audio', camera: false }) },
    { name: 'saver', title: 'Tiết kiệm dữ liệu', show: show({ step: 'thumbnail', limit: 'saver' }) },
    { name: 'written', title: 'Không có mạng, viết', show: show({ state: { kind: 'reconnecting', attempt: 9 }, step: 'written', tiles: [], quality: undefined }) },
    { name: 'reconnecting', title: 'Đang nối lại', show: show({ state: { kind: 'reconnecting', attempt: 2 }, tiles: [], quality: undefined }) },
    { name: 'closed', title: 'Phòng đã đóng', show: () => <Ended reason="closed" onLeave={ignore} onAgain={ignore} /> },
    { name: 'replaced', title: 'Mở ở nơi khác', show: () => <Ended reason="replaced" onLeave={ignore} onAgain={ignore} /> },
  ],
};
