import type { Clock } from '../../shared/kernel/clock.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import { mostRecorded, type RecordingReport } from '../../shared/room/recording.ts';
import { keepEveryMs, type RecordingStore, type StoredRecording } from '../../shared/room/recordingStore.ts';
import { mayManage } from '../../shared/room/roles.ts';
import type { ServerMessage, SignallingCode } from '../../shared/room/signalling.ts';
import { log } from '../log.ts';
import type { Peer } from '../peer.ts';
import { answered, asked, off, settled, unanswered, type Recording, type RecordingEnd } from './consents.ts';
import type { Ledger } from './ledger.ts';
import { Recorder, type Sources } from './recorder.ts';

/** What a process needs to record: where files go, who is told, and the time. */
export type Studio = { readonly store: RecordingStore; readonly ledger: Ledger; readonly clock: Clock };

export type RoomRecordingOptions = {
  readonly room: string;
  readonly newId: NewId;
  readonly studio: Studio | undefined;
  /** In the room: the lobby apart. */
  readonly people: () => readonly Peer[];
  readonly sources: () => Sources;
  readonly onChange: () => void;
};

/** A longer one is a forgotten one. */
const MOST_SECONDS = 4 * 3_600;
/** The end of a recording is told so often, a little later each time. */
const LAST_TRIES = 4;
const PAUSE_MS = 1_000;

type Asked = Exclude<Recording, { kind: 'off' }>;
/** One recording, from its asking on. `agreed`: the answers that the record knows of. */
type Take = { readonly id: string; recorder: Recorder | undefined; agreed: string; begun: string | undefined; /** When it was last recording (ms). */ runAt: number | undefined };

/**
 * The recording of one room: asks everybody, records while everybody in the room has said yes and the record knows it, and
 * stops receiving in the same moment in which that is no longer so.
 */
export class RoomRecording {
  /** Told of what must be stored before the process may end. */
  onStoring: (stored: Promise<void>) => void = () => undefined;
  readonly #options: RoomRecordingOptions;
  #recording: Recording = off();
  #take: Take | undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  constructor(options: RoomRecordingOptions) {
    this.#options = options;
  }

  noticeFor({ claims, isHeard }: Peer): ServerMessage {
    const recording = this.#recording;
    const isOn = recording.kind !== 'off';
    const state = recording.kind === 'recording' && !this.#isRunning ? 'asking' : recording.kind;
    return {
      type: 'recording', state,
      offered: this.#options.studio !== undefined && claims.record === true && isHeard && mayManage(claims.role),
      agreed: isOn && recording.answers.get(claims.sub)?.choice === 'permit',
      by: isOn ? recording.by : null,
      unanswered: unanswered(recording, this.#present),
      why: isOn ? null : (recording.why ?? null),
    };
  }

  /** Why it may not be asked for; undefined: everybody is being asked. */
  ask(peer: Peer): SignallingCode | undefined {
    const { studio, newId, people } = this.#options;
    const present = people();
    if (studio === undefined || peer.claims.record !== true || present.length > mostRecorded) return 'ROOM_RECORDING_OFF';
    if (!present.some(({ claims: { role } }) => role === 'station' || role === 'patient')) return 'ROOM_RECORDING_WITHOUT_PATIENT';
    if (this.#recording.kind !== 'off') return undefined;
    const id = newId();
    this.#take = { id, recorder: undefined, agreed: '', begun: undefined, runAt: undefined };
    this.#timer = setInterval(() => this.#check(), keepEveryMs).unref();
    this.#become(asked(id, peer.claims, { at: studio.clock.now().toISOString(), pass: peer.pass }));
    return undefined;
  }

  answer(peer: Peer, agree: boolean): void {
    const at = this.#options.studio?.clock.now().toISOString();
    if (at !== undefined) this.#become(answered(this.#recording, peer.claims.sub, { choice: agree ? 'permit' : 'deny', at, pass: peer.pass }));
  }

  /** Somebody stops it, or the room ends. */
  end(): void {
    this.#close('stopped', this.#recording);
  }

  /** Somebody came, left, or was let in. */
  look(): void {
    if (this.#recording.kind !== 'off') this.#become(this.#recording);
  }

  get #isRunning(): boolean {
    return this.#take?.recorder?.isRunning ?? false;
  }

  get #present(): readonly string[] {
    return this.#options.people().map(({ claims }) => claims.sub);
  }

  #check(): void {
    const recorder = this.#take?.recorder;
    if (recorder?.hasFailed) this.#close('failed', this.#recording);
    else if ((recorder?.seconds ?? 0) > MOST_SECONDS) this.#close('stopped', this.#recording);
    else void this.#keep();
  }

  /** Also while it is paused: without this word it is taken for dead, and what there is becomes the file. */
  async #keep(): Promise<void> {
    const [take, now] = [this.#take, this.#options.studio?.clock.now().getTime()];
    if (take?.recorder === undefined || now === undefined) return;
    if (take.recorder.isRunning) take.runAt = now;
    const to = new Date((take.runAt ?? now) - take.recorder.behindMs).toISOString();
    await take.recorder.keep({ from: take.begun ?? to, to });
  }

  /** Receiving stops here and now wherever it must; what takes time follows in order. */
  #become(said: Recording): void {
    const before = this.#recording;
    const next = settled(said, this.#present);
    if (next.kind === 'off') return this.#close(next.why, said);
    if (next.answers.size > mostRecorded) return this.#close('stopped', before);
    this.#recording = next;
    if (next.kind !== 'recording') this.#pause();
    else if (!this.#isRunning) this.#soon(() => this.#begin());
    const isNews = before.kind !== next.kind || before.answers !== next.answers || this.#unanswered !== unanswered(next, this.#present);
    this.#unanswered = unanswered(next, this.#present);
    if (isNews) this.#options.onChange();
  }

  #pause(): void {
    const take = this.#take;
    if (take?.recorder?.isRunning) take.runAt = this.#options.studio?.clock.now().getTime();
    take?.recorder?.pause();
  }

  /** Records from when the record knows of everybody's yes. */
  async #begin(): Promise<void> {
    const { studio, sources, room } = this.#options;
    const [recording, take] = [this.#recording, this.#take];
    if (studio === undefined || take === undefined || recording.kind !== 'recording' || take.recorder?.isRunning) return;
    const agreed = [...recording.answers.keys()].join(' ');
    // Before the record knows of it, so that whatever the record knows of can be brought to its end by others.
    if (take.recorder === undefined) {
      take.recorder = await Recorder.open(await studio.store.open(take.id), sources);
      await this.#keep();
    }
    if (take.agreed !== agreed && (await studio.ledger(take.id, reportOf(recording, 'recording'))) === 'refused') return this.#close('refused', recording);
    take.agreed = agreed;
    // Somebody may have said no, or come in, meanwhile.
    const isOver = () => this.#take !== take || this.#recording.kind !== 'recording';
    if (isOver()) return;
    take.begun ??= studio.clock.now().toISOString();
    take.recorder.run();
    log.info('SFU_RECORDING', { room, recording: take.id, people: recording.answers.size });
    this.#options.onChange();
  }

  #close(why: RecordingEnd | undefined, last: Recording): void {
    const take = this.#take;
    take?.recorder?.pause();
    clearInterval(this.#timer);
    if (this.#recording.kind === 'off') return;
    this.#recording = off(why);
    this.#take = undefined;
    log.info('SFU_RECORDING_ENDED', { room: this.#options.room, recording: take?.id, why });
    if (take !== undefined && last.kind !== 'off') this.#soon(() => this.#store(take, last));
    this.#options.onChange();
  }

  /** The file, and everybody's last word, into the record. Nothing was recorded: only the words. */
  async #store(take: Take, last: Asked): Promise<void> {
    const { studio, room } = this.#options;
    if (studio === undefined) return;
    const to = studio.clock.now().toISOString();
    const seconds = take.recorder?.seconds ?? 0;
    const file: StoredRecording | undefined = await filed(take, to).catch(() => undefined);
    const isLeft = take.begun !== undefined && file === undefined;
    if (isLeft) log.error('SFU_RECORDING_LEFT', { room, recording: take.id });
    // What the store has of it is finished by others, who then say that it is over.
    const report = reportOf(last, take.agreed === '' ? 'refused' : isLeft ? 'recording' : 'over', file && { ...file, from: take.begun ?? to, to, seconds });
    for (let left = LAST_TRIES; left > 0; left -= 1) {
      const told = await studio.ledger(take.id, report).catch(() => 'unanswered' as const);
      if (told === 'stored') return isLeft ? undefined : await take.recorder?.settle().catch(() => undefined);
      if (told === 'refused') break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (LAST_TRIES - left + 1)));
    }
    log.error('SFU_RECORDING_UNTOLD', { room, recording: take.id });
  }

  /** One after another. Where something fails nothing is recorded. */
  #soon(act: () => Promise<void>): void {
    this.#work = this.#work.then(act).catch((error: unknown) => {
      log.error('SFU_RECORDING_FAILED', { room: this.#options.room, error: error instanceof Error ? error.name : 'unknown' });
      this.#close('failed', this.#recording);
    });
    this.onStoring(this.#work);
  }
}

async function filed({ recorder, begun }: Take, to: string): Promise<StoredRecording | undefined> {
  if (begun !== undefined) return await recorder?.finish({ from: begun, to });
  await recorder?.discard();
  return undefined;
}

const reportOf = ({ answers }: Asked, state: RecordingReport['state'], file?: NonNullable<RecordingReport['file']>): RecordingReport => ({
  state, answers: [...answers.values()].map(({ pass, choice, at }) => ({ pass, choice, at })), ...(file ? { file } : {}),
});
