import { describe, expect, it, jest } from '@jest/globals';
import type { Line } from './line.ts';
import { Sending } from './sending.ts';
import type { SendTransport } from './sending.ts';

const aTrack = (kind: string) => ({ kind, enabled: true, readyState: 'live', stop: () => undefined }) as unknown as MediaStreamTrack;

/** A line and a transport that write down what they are told. */
function aJoin() {
  const told: string[] = [];
  const layers: (boolean | undefined)[] = [];
  const line: Line = {
    request: (type, fields) => {
      told.push(`${type} ${(fields as { producerId?: string }).producerId ?? ''}`);
      return Promise.resolve({} as never);
    },
    close: () => undefined,
    roundTripMs: 1,
    capabilities: {},
    isOver: () => false,
    listen: () => undefined,
    resume: () => Promise.resolve(),
  };
  const transport = {
    closed: false,
    produce: ({ track, encodings, appData }: { track: MediaStreamTrack; encodings: { active?: boolean }[]; appData: { source: string; paused: boolean } }) => {
      told.push(`produce ${appData.source}${appData.paused ? ' paused' : ''}${track.enabled ? '' : ' silent'}`);
      layers.push(...(appData.source === 'camera' ? encodings.map(({ active }) => active) : []));
      const pause = () => told.push(`pause ${appData.source}`);
      // As the library: whose track is silent is paused for it, whatever the browser sends.
      return Promise.resolve().then(() => ({ id: appData.source, closed: false, paused: !track.enabled, pause, resume: () => undefined, replaceTrack: () => Promise.resolve() }));
    },
  } as unknown as SendTransport;
  return { told, layers, line, transport };
}

/** As Chromium's: when a change is done, parameters read before are worth nothing any more. */
function aSender() {
  let read = false;
  const sender = {
    encodings: [{ active: true }, { active: true }],
    getParameters: () => {
      read = true;
      return { encodings: sender.encodings };
    },
    setParameters: async ({ encodings }: { encodings: { active: boolean }[] }) => {
      await Promise.resolve();
      if (!read) throw new Error('getParameters() has never been called');
      read = false;
      sender.encodings = encodings;
    },
  };
  return sender;
}

describe('what a person sends', () => {
  it('is the voice before the picture', async () => {
    const { told, line, transport } = aJoin();
    await new Sending({ microphone: aTrack('audio'), camera: aTrack('video') }).attach(transport, line);
    expect(told.filter((each) => each.startsWith('produce'))).toEqual(['produce microphone', 'produce camera']);
  });
  it('stays muted over a rejoin: the track is silent before it is sent', async () => {
    const sending = new Sending({ microphone: aTrack('audio'), camera: aTrack('video') });
    const first = aJoin();
    await sending.attach(first.transport, first.line);
    await sending.set('microphone', false);
    expect(first.told.at(-1)).toBe('pauseProducer microphone');
    const second = aJoin();
    await sending.attach(second.transport, second.line);
    expect(second.told).toContain('produce microphone paused silent');
    expect(sending.tracks.microphone?.enabled).toBe(false);
  });
  it('begins muted after a reload, if it was before', async () => {
    const { told, line, transport } = aJoin();
    await new Sending({ microphone: aTrack('audio'), camera: aTrack('video') }, { microphone: false, camera: true }).attach(transport, line);
    expect(told[0]).toBe('produce microphone paused silent');
  });
  it('is in the end what was asked for last, where the browser takes one change at a time', async () => {
    const { line, transport } = aJoin();
    const sender = aSender();
    const produced = transport.produce.bind(transport);
    const sending = new Sending({ camera: aTrack('video') });
    await sending.attach({ ...transport, produce: async (options) => Object.assign(await produced(options), { rtpSender: sender }) }, line);
    await Promise.all([sending.setDemand('none'), sending.setDemand('large')]);
    expect(sender.encodings).toMatchObject([{ active: true }, { active: true }]);
  });
  it('has no picture in audio-only, and has it back as it was chosen before', async () => {
    const sending = new Sending({ microphone: aTrack('audio'), camera: aTrack('video') });
    await sending.setPictures(false);
    expect([sending.isOn('camera'), sending.isOn('microphone')]).toEqual([false, true]);
    await sending.set('camera', false);
    await sending.setPictures(true);
    expect(sending.isOn('camera')).toBe(false);
  });
  it('is no picture at all, not a black one, where the link turned out too thin while the camera was being set up', async () => {
    const { told, line, transport } = aJoin();
    const sending = new Sending({ camera: aTrack('video') });
    const attached = sending.attach(transport, line);
    await Promise.resolve();
    expect(told).toEqual(['produce camera']);
    await sending.setPictures(false);
    await attached;
    expect(told).toContain('pause camera');
  });
  it('begins with the small layer alone where no more is looked at', async () => {
    const { layers, line, transport } = aJoin();
    const sending = new Sending({ camera: aTrack('video') });
    await sending.setDemand('small');
    await sending.attach(transport, line);
    expect(layers).toEqual([true, false]);
  });
  it('does not wait for ever for a browser that leaves a change unanswered', async () => {
    jest.useFakeTimers();
    const { line, transport } = aJoin();
    const sender = aSender();
    const answering = sender.setParameters;
    sender.setParameters = () => new Promise(() => undefined);
    const produced = transport.produce.bind(transport);
    const sending = new Sending({ camera: aTrack('video') });
    await sending.attach({ ...transport, produce: async (options) => Object.assign(await produced(options), { rtpSender: sender }) }, line);
    void sending.setDemand('none');
    const last = sending.setDemand('small');
    await jest.advanceTimersByTimeAsync(500);
    sender.setParameters = answering;
    await jest.advanceTimersByTimeAsync(3_000);
    await last;
    jest.useRealTimers();
    expect(sender.encodings).toMatchObject([{ active: true }, { active: false }]);
  });
  it('is again what is looked at after a round of setting up, which sets the layers back', async () => {
    const { line, transport } = aJoin();
    const sender = aSender();
    const produced = transport.produce.bind(transport);
    const sending = new Sending({ camera: aTrack('video') });
    await sending.attach({ ...transport, produce: async (options) => Object.assign(await produced(options), { rtpSender: sender }) }, line);
    await sending.setDemand('small');
    sender.encodings = [{ active: true }, { active: true }];
    sending.keepDemand();
    await new Promise((resolve) => setTimeout(resolve));
    expect(sender.encodings).toMatchObject([{ active: true }, { active: false }]);
  });
  it('goes on with the voice when the picture can’t be sent', async () => {
    const { line, transport } = aJoin();
    const voiceOnly = { ...transport, produce: (options: { appData: { source: string } }) => (options.appData.source === 'camera' ? Promise.reject(new Error('no codec')) : transport.produce(options)) } as unknown as SendTransport;
    await expect(new Sending({ microphone: aTrack('audio'), camera: aTrack('video') }).attach(voiceOnly, line)).resolves.toBeUndefined();
  });
});
