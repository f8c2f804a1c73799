import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import type { RecordingReport } from '../../shared/room/recording.ts';
import { fakeRecordingStore } from '../../shared/room/recordingStore.fake.ts';
import type { Peer } from '../peer.ts';
import { RoomRecording } from './roomRecording.ts';

const nurse = { claims: { sub: 'Practitioner/nurse-1', name: 'Mẫu', role: 'station', record: true }, pass: 'pass', isHeard: true } as unknown as Peer;

let store: ReturnType<typeof fakeRecordingStore>;
let recording: RoomRecording;
/** What the API was told, and whether something of the recording was kept by then. */
let told: { readonly report: RecordingReport; readonly kept: boolean }[];
let refused: boolean;
let work: Promise<void>;

beforeEach(() => {
  store = fakeRecordingStore();
  told = [];
  refused = false;
  work = Promise.resolve();
  const ledger = async (_: string, report: RecordingReport) => {
    told.push({ report, kept: store.kept.size > 0 });
    return refused ? 'refused' as const : 'stored' as const;
  };
  recording = new RoomRecording({ room: 'r', newId: countingIds('rec'), studio: { store, ledger, clock: systemClock }, people: () => [nurse], sources: () => ({ voices: [], picture: undefined }), onChange: () => undefined });
  recording.onStoring = (stored) => void (work = stored);
});
const states = () => told.map(({ report }) => report.state);

async function begun(): Promise<void> {
  expect(recording.ask(nurse)).toBeUndefined();
  await work;
}

describe('a recording', () => {
  it('is kept before the record hears of it, and beside the file no longer than until the record has it', async () => {
    await begun();
    expect(recording.noticeFor(nurse)).toMatchObject({ state: 'recording' });
    recording.end();
    await work;
    expect(told.map(({ report, kept }) => [report.state, kept])).toEqual([['recording', true], ['over', true]]);
    expect(told[1]?.report.file?.bytes).toBe(store.files.get('recording-rec-1')?.length);
    expect(store.kept.size).toBe(0);
  });
  it('that the store took only in part is left for others to finish, with all that was kept; the record is not told that it is lost', async () => {
    await begun();
    store.failing = true;
    recording.end();
    await work;
    expect(states()).toEqual(['recording', 'recording']);
    expect(told[1]?.report.file).toBeUndefined();
    expect([store.kept.size, store.files.size]).toEqual([1, 0]);
  });
  it('that the record refuses leaves nothing', async () => {
    refused = true;
    await begun();
    await work;
    expect(recording.noticeFor(nurse)).toMatchObject({ state: 'off', why: 'refused' });
    expect([store.kept.size, store.files.size]).toEqual([0, 0]);
  });
});
