import './room.css';
import './share.css';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import type { CallView } from './callView.ts';
import { CallScreen } from './CallScreen.tsx';
import { someCalls } from './callStays.fixture.ts';
import { CallTimeline } from './CallTimeline.tsx';
import type { CallScreenProps } from './callProps.ts';
import { someMessages, stillPhotos, stillTalk } from '../talk/fixtures.ts';
import type { Tile } from './receiving.ts';
import { notRecorded } from './roomNews.ts';
import { Ended } from './RoomStage.tsx';

const ignore = () => undefined;
const actions = { setMicrophone: ignore, setCamera: ignore, setLimit: ignore, showPeer: ignore, pin: ignore, useTrack: ignore, ask: ignore, shareScreen: () => Promise.resolve('shared' as const), showPhoto: () => Promise.resolve('shared' as const), stopShare: ignore, point: ignore, askPhoto: ignore, photoAnswered: ignore, leave: ignore };

const person = (peer: string, name: string, role: RoomPerson['role'], change: Partial<RoomPerson> = {}): RoomPerson => ({ peer, name, role, speak: true, presence: 'present', microphone: true, camera: true, sharing: null, showing: null, hand: null, step: 'sd', ...change });
const tile = (who: RoomPerson, picture: Tile['picture'] = 'off'): Tile => ({ person: who, picture });
const nurse = person('p1', 'Lò Thị Mẫu', 'station');
const inLobby = person('p9', 'Vàng Văn Thử', 'relative', { presence: 'lobby' });
const specialist = person('p2', 'BS. Nguyễn Thị Hoà Mẫu', 'specialist');

const aView = (change: Partial<CallView>): CallView => ({
  state: { kind: 'in-call' }, tiles: [tile(specialist)], lobby: [], lobbyMode: 'automatic', self: nurse, mutedBy: undefined, microphone: true, camera: true, step: 'sd', limit: 'automatic', shared: undefined, photoAskedBy: undefined, recording: notRecorded, pointers: new Map(), pinned: undefined, lastChat: undefined,
  wanted: { microphone: true, camera: true }, speaker: undefined, quality: { bytesPerMinute: 2_350_000, lostPercent: 0, concealedPercent: 0, framesPerSecond: 20, frozenMs: 0, jitterMs: 5, roundTripMs: 80 }, times: {}, ...change,
});
const show = (change: Partial<CallView>, more: Pick<CallScreenProps, 'talk' | 'first' | 'photos'> = {}) => () => <CallScreen view={aView(change)} actions={actions} talk={stillTalk(someMessages)} photos={stillPhotos()} {...more} />;

/** A briefing's room with its messages open. */
export const briefingRoom = (host: string, own: string, talk: CallScreenProps['talk']) => show({ self: person('p1', own, 'attendee'), tiles: [tile(person('p2', host, 'host'))] }, { first: 'talk', talk, photos: undefined });

/** Tracks can't be drawn in a fixture: these are the states without a picture; real ones are in test/integration. */
export const roomPreviews: PreviewGroup = {
  group: 'room',
  previews: [
    { name: 'waiting', title: 'Một mình trong phòng', show: show({ state: { kind: 'waiting', why: 'alone' }, tiles: [] }) },
    { name: 'lobby', title: 'Ở phòng chờ', show: show({ state: { kind: 'waiting', why: 'lobby' }, tiles: [], self: inLobby, quality: undefined }, { talk: undefined }) },
    { name: 'lobby-by-hand', title: 'Ở phòng chờ, chờ cho vào', show: show({ state: { kind: 'waiting', why: 'lobby' }, tiles: [], self: inLobby, lobbyMode: 'by-hand', quality: undefined }, { talk: undefined }) },
    { name: 'call', title: 'Đang gọi, một người chờ ngoài', show: show({ speaker: 'p2', lobby: [inLobby] }) },
    { name: 'talk', title: 'Tin nhắn trong cuộc gọi', show: show({}, { first: 'talk' }) },
    { name: 'talk-waiting', title: 'Tin chờ mạng', show: show({ state: { kind: 'reconnecting', attempt: 3 }, tiles: [], quality: undefined }, { first: 'talk', talk: stillTalk(someMessages, { stuck: true, waiting: [{ key: 'k', at: '2026-11-22T02:07:00Z', text: 'Mạch 92, đều.' }] }) }) },
    { name: 'talk-reading', title: 'Người bệnh đọc tin', show: show({ self: person('p3', 'Vàng Thị Mẫu', 'patient') }, { first: 'talk', talk: stillTalk(someMessages, { own: 'Vàng Thị Mẫu', mayWrite: false }) }) },
    { name: 'people', title: 'Mọi người, giơ tay', show: show({ self: { ...nurse, hand: 2 }, tiles: [tile(specialist), tile(person('p3', 'Vàng Thị Mẫu', 'patient', { hand: 1 })), tile(person('p4', 'Vàng Văn Thử', 'relative', { microphone: false }))], lobbyMode: 'by-hand' }, { first: 'people' }) },
    { name: 'muted-by', title: 'Bị tắt micro', show: show({ microphone: false, mutedBy: 'p2', self: { ...nurse, microphone: false } }) },
    { name: 'pinned', title: 'Ghim một người', show: show({ pinned: 'p3', tiles: [tile(specialist), tile(person('p3', 'Vàng Thị Mẫu', 'patient')), tile(person('p4', 'Vàng Văn Thử', 'relative'))] }) },
    { name: 'shared-photo', title: 'Ảnh trong hồ sơ được chiếu, hai con trỏ', show: show({ shared: { kind: 'photo', person: specialist, photo: 'photo-ecg', own: false }, tiles: [tile(specialist), tile(person('p3', 'Vàng Thị Mẫu', 'patient'))], pointers: new Map([['p2', { x: 0.42, y: 0.35 }], ['p3', { x: 0.7, y: 0.6 }]]) }) },
    { name: 'shared-own', title: 'Tự chiếu ảnh', show: show({ shared: { kind: 'photo', person: nurse, photo: 'photo-ecg', own: true } }) },
    { name: 'shared-reduced', title: 'Màn hình tạm dừng vì mạng yếu', show: show({ step: 'audio', shared: { kind: 'stream', person: specialist, share: 'screen', video: {} as MediaStreamTrack, picture: 'reduced', own: false } }) },
    { name: 'shared-guest', title: 'Người vào bằng đường dẫn, ảnh của hồ sơ', show: show({ self: person('p4', 'Vàng Văn Thử', 'relative'), shared: { kind: 'photo', person: specialist, photo: 'photo-ecg', own: false } }, { photos: undefined }) },
    { name: 'share-panel', title: 'Chọn thứ để chiếu', show: show({}, { first: 'share' }) },
    { name: 'photo-asked', title: 'Bác sĩ xin ảnh rõ', show: show({ photoAskedBy: 'p2' }) },
    { name: 'still', title: 'Chụp ảnh rõ', show: show({}, { first: 'still' }) },
    { name: 'still-waiting', title: 'Ảnh chờ mạng', show: show({}, { photos: stillPhotos({ waiting: [{ key: 'k', attachKey: 'a', blob: new Blob(), caption: '' }], stuck: true }) }) },
    { name: 'specialist', title: 'Bác sĩ, có thể xin ảnh rõ', show: show({ self: specialist, tiles: [tile(nurse)] }, { photos: stillPhotos({ mayAdd: true }) }) },
    { name: 'recording-ask', title: 'Có thể xin ghi cuộc gọi', show: show({ recording: { ...notRecorded, offered: true } }, { first: 'people' }) },
    { name: 'recording-question', title: 'Được hỏi có cho ghi không', show: show({ recording: { ...notRecorded, state: 'asking', by: 'BS. Nguyễn Thị Hoà Mẫu', unanswered: 1 } }) },
    { name: 'recording-waiting', title: 'Chờ người khác trả lời', show: show({ recording: { ...notRecorded, state: 'asking', agreed: true, by: 'BS. Nguyễn Thị Hoà Mẫu', unanswered: 1 } }) },
    { name: 'recording-on', title: 'Đang ghi', show: show({ recording: { ...notRecorded, state: 'recording', agreed: true, by: 'BS. Nguyễn Thị Hoà Mẫu' }, lobby: [inLobby] }) },
    { name: 'recording-on-patient', title: 'Đang ghi, người bệnh', show: show({ self: person('p3', 'Vàng Thị Mẫu', 'patient'), recording: { ...notRecorded, state: 'recording', agreed: true, by: 'BS. Nguyễn Thị Hoà Mẫu' } }) },
    { name: 'recording-broken', title: 'Việc ghi đứt khi phòng bị ngắt', show: show({ recording: { ...notRecorded, offered: true, why: 'broken' } }) },
    { name: 'recording-unsure', title: 'Đang nối lại, chưa biết còn ghi không', show: show({ state: { kind: 'reconnecting', attempt: 1 }, recording: { ...notRecorded, state: 'recording', agreed: true } }) },
    { name: 'recording-paused', title: 'Tạm dừng ghi, có người mới vào', show: show({ recording: { ...notRecorded, state: 'paused', agreed: true, by: 'BS. Nguyễn Thị Hoà Mẫu', unanswered: 1 } }) },
    { name: 'devices', title: 'Đổi micro, camera', show: show({}, { first: 'devices' }) },
    { name: 'many', title: 'Năm người', show: show({ tiles: [tile(specialist, 'reduced'), tile({ ...nurse, microphone: false }), tile(person('p3', 'Vàng Thị Mẫu', 'patient')), tile(person('p4', 'Vàng Văn Thử', 'relative', { presence: 'lost' })), tile(person('p5', 'Vũ Văn Thử', 'observer', { speak: false, microphone: false }))] }) },
    { name: 'audio-only', title: 'Chỉ dùng tiếng', show: show({ state: { kind: 'audio-only' }, step: 'audio', limit: 'audio', camera: false }) },
    { name: 'audio-by-link', title: 'Mạng rất yếu, chỉ còn tiếng', show: show({ state: { kind: 'audio-only' }, step: 'audio', camera: false }) },
    { name: 'saver', title: 'Tiết kiệm dữ liệu', show: show({ step: 'thumbnail', limit: 'saver' }) },
    { name: 'written', title: 'Không có mạng, viết', show: show({ state: { kind: 'reconnecting', attempt: 9 }, step: 'written', tiles: [], quality: undefined }) },
    { name: 'reconnecting', title: 'Đang nối lại', show: show({ state: { kind: 'reconnecting', attempt: 2 }, tiles: [], quality: undefined }) },
    { name: 'call-timeline', title: 'Cuộc gọi đã diễn ra thế nào', show: () => <section class="panel"><CallTimeline calls={someCalls} /></section> },
    { name: 'call-timeline-none', title: 'Chưa có cuộc gọi được đo', show: () => <section class="panel"><CallTimeline calls={{ stays: [], recordings: [] }} /></section> },
    { name: 'closed', title: 'Phòng đã đóng', show: () => <Ended reason="closed" onLeave={ignore} onAgain={ignore} /> },
    { name: 'replaced', title: 'Mở ở nơi khác', show: () => <Ended reason="replaced" onLeave={ignore} onAgain={ignore} /> },
  ],
};
